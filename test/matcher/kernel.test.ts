/** What the kernel works out for one text, against its plain definition. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { builderKernel } from "../../src/matcher/kernel.ts";
import { MAX_MATCH_UNITS } from "../../src/matcher/matcher.ts";
import { pieceCount } from "../../src/matcher/pieces.ts";
import { TextSource } from "./texts.ts";

const text = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: MAX_MATCH_UNITS });

test("a gram's hash is a function of its units alone, wherever it stands and whatever was hashed before", () => {
  fc.assert(
    fc.property(text, text, fc.nat(3), (before, units, shift) => {
      const kernel = builderKernel();
      kernel.hash(Uint16Array.from(before));
      const { three, four } = kernel.hash(Uint16Array.from(units));
      expect([three.length, four.length]).toEqual([Math.max(0, units.length - 2), Math.max(0, units.length - 3)]);
      const tail = units.slice(shift);
      const shifted = kernel.hash(Uint16Array.from(tail));
      expect(shifted.three).toEqual(three.slice(shift));
      expect(shifted.four).toEqual(four.slice(shift));
    }),
    { seed: 1, numRuns: 200 },
  );
});

test("grams that differ in any unit hardly ever share a hash", () => {
  const source = new TextSource(7);
  const seen = new Map<number, string>();
  let shared = 0;
  for (const script of source.scripts(200)) {
    const units = Uint16Array.from(script.slice(0, MAX_MATCH_UNITS), (unit) => unit.charCodeAt(0));
    const { three, four } = builderKernel().hash(units);
    for (const [length, hashes] of [
      [3, three],
      [4, four],
    ] as const) {
      for (const [i, hash] of hashes.entries()) {
        const gram = script.slice(i, i + length);
        if ((seen.get(hash) ?? gram) !== gram) shared++;
        seen.set(hash, gram);
      }
    }
  }
  expect(seen.size).toBeGreaterThan(1000);
  expect(shared).toBeLessThan(3);
});

/** The least that any cut costs, by trying all. */
function leastCost(length: number, count: number, three: readonly number[], four: readonly number[]): number {
  const fours = Math.min(count, length - 3 * count);
  const known = new Map<string, number>();
  const from = (threesLeft: number, foursLeft: number, at: number): number => {
    if (threesLeft + foursLeft === 0) return 0;
    const key = `${threesLeft},${foursLeft}`;
    const least =
      known.get(key) ??
      Math.min(
        threesLeft > 0 ? three[at]! + from(threesLeft - 1, foursLeft, at + 3) : Infinity,
        foursLeft > 0 ? four[at]! + from(threesLeft, foursLeft - 1, at + 4) : Infinity,
      );
    known.set(key, least);
    return least;
  };
  return from(count - fours, fours, 0);
}

test("cuts a text of any length into as many disjoint pieces as are asked for, with the least cost", () => {
  const lengths = fc.integer({ min: 8, max: MAX_MATCH_UNITS });
  const costs = fc.array(fc.nat(20), { minLength: MAX_MATCH_UNITS, maxLength: MAX_MATCH_UNITS });
  fc.assert(
    fc.property(lengths, fc.constantFrom(500, 667, 750, 900, 1000), costs, costs, (length, threshold, three, four) => {
      const kernel = builderKernel();
      kernel.threeCost.set(three);
      kernel.fourCost.set(four);
      // Names instead of hashes: 3 or 4, and where.
      const named = (size: number) => Int32Array.from({ length: length - size + 1 }, (_, i) => size * 1000 + i);
      const count = pieceCount(length, threshold);
      const { position, hash } = kernel.cut(length, count, named(3), named(4));
      expect(position).toHaveLength(count);
      let end = 0;
      let cost = 0;
      for (const [k, name] of hash.entries()) {
        const size = Math.floor(name / 1000);
        expect([name % 1000, position[k]]).toEqual([end, end]);
        end += size;
        cost += size === 3 ? three[position[k]!]! : four[position[k]!]!;
      }
      expect(end).toBeLessThanOrEqual(length);
      expect(cost).toBe(leastCost(length, count, three, four));
    }),
    { seed: 2, numRuns: 300 },
  );
});
