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
      const hashes = kernel.hash(Uint16Array.from(units));
      expect(hashes).toHaveLength(Math.max(0, units.length - 2));
      expect(kernel.hash(Uint16Array.from(units.slice(shift)))).toEqual(hashes.slice(shift));
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
    for (const [i, hash] of builderKernel().hash(units).entries()) {
      const gram = script.slice(i, i + 3);
      if ((seen.get(hash) ?? gram) !== gram) shared++;
      seen.set(hash, gram);
    }
  }
  expect(seen.size).toBeGreaterThan(1000);
  expect(shared).toBeLessThan(3);
});

/** The least that any cut costs, by trying all: a piece takes 3 units, or 4 where it is loose. */
function leastCost(length: number, count: number, costs: readonly number[]): number {
  const loose = Math.min(count, length - 3 * count);
  const known = new Map<string, number>();
  const from = (tightLeft: number, looseLeft: number, at: number): number => {
    if (tightLeft + looseLeft === 0) return 0;
    const key = `${tightLeft},${looseLeft}`;
    const least =
      known.get(key) ??
      costs[at]! +
        Math.min(
          tightLeft > 0 ? from(tightLeft - 1, looseLeft, at + 3) : Infinity,
          looseLeft > 0 ? from(tightLeft, looseLeft - 1, at + 4) : Infinity,
        );
    known.set(key, least);
    return least;
  };
  return from(count - loose, loose, 0);
}

test("cuts a text of any length into as many disjoint pieces as are asked for, with the least cost", () => {
  const lengths = fc.integer({ min: 8, max: MAX_MATCH_UNITS });
  const costs = fc.array(fc.nat(20), { minLength: MAX_MATCH_UNITS, maxLength: MAX_MATCH_UNITS });
  fc.assert(
    fc.property(lengths, fc.constantFrom(500, 667, 750, 900, 1000), costs, (length, threshold, cost) => {
      const kernel = builderKernel();
      kernel.gramCost.set(cost);
      // Where a gram is, instead of its hash.
      const places = Int32Array.from({ length: length - 2 }, (_, i) => i);
      const count = pieceCount(length, threshold);
      const { position, hash } = kernel.cut(length, count, places);
      expect([...position]).toEqual([...hash]);
      expect(hash).toHaveLength(count);
      let end = 0;
      for (const at of hash) {
        expect(at).toBeGreaterThanOrEqual(end);
        end = at + 3;
      }
      expect(end).toBeLessThanOrEqual(length);
      expect(hash.reduce((sum, at) => sum + cost[at]!, 0)).toBe(leastCost(length, count, cost));
    }),
    { seed: 2, numRuns: 300 },
  );
});
