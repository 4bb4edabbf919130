/** What the kernel works out for one text, against its plain definition. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { builderKernel } from "../../../src/detect/matcher/kernel.ts";
import { MAX_MATCH_UNITS } from "../../../src/detect/matcher/matcher.ts";
import { pieceCount } from "../../../src/detect/matcher/pieces.ts";
import { TextSource } from "./texts.ts";

const text = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: MAX_MATCH_UNITS });

test("a gram's hash is a function of its units alone, wherever it stands and whatever was hashed before", () => {
  fc.assert(
    fc.property(text, text, fc.nat(3), (before, units, shift) => {
      const kernel = builderKernel();
      kernel.hash(Uint16Array.from(before), 4);
      const hashes = kernel.hash(Uint16Array.from(units), 4);
      expect(hashes.map(({ length }) => length)).toEqual([3, 4].map((size) => Math.max(0, units.length - size + 1)));
      const shifted = kernel.hash(Uint16Array.from(units.slice(shift)), 4);
      expect(shifted).toEqual(hashes.map((kind) => kind.slice(shift)));
      expect(kernel.hash(Uint16Array.from(units), 3)).toEqual([hashes[0]]);
    }),
    { numRuns: 200 },
  );
});

test.each([3, 4])("grams of %i units that differ in any hardly ever share a hash", (size) => {
  const source = new TextSource(7);
  const seen = new Map<number, string>();
  let shared = 0;
  for (const script of source.scripts(200)) {
    const units = Uint16Array.from(script.slice(0, MAX_MATCH_UNITS), (unit) => unit.charCodeAt(0));
    for (const [i, hash] of builderKernel().hash(units, 4)[size - 3]!.entries()) {
      const gram = script.slice(i, i + size);
      if ((seen.get(hash) ?? gram) !== gram) shared++;
      seen.set(hash, gram);
    }
  }
  expect(seen.size).toBeGreaterThan(1000);
  expect(shared).toBeLessThan(3);
});

/** The least that any cut costs, by trying all: a piece takes 3 units, or 4 where it is loose, and costs by that. */
function leastCost(length: number, count: number, tight: readonly number[], loose: readonly number[]): number {
  const looseCount = Math.min(count, length - 3 * count);
  const known = new Map<string, number>();
  const from = (tightLeft: number, looseLeft: number, at: number): number => {
    if (tightLeft + looseLeft === 0) return 0;
    const key = `${tightLeft},${looseLeft}`;
    const least =
      known.get(key) ??
      Math.min(
        tightLeft > 0 ? tight[at]! + from(tightLeft - 1, looseLeft, at + 3) : Infinity,
        looseLeft > 0 ? loose[at]! + from(tightLeft, looseLeft - 1, at + 4) : Infinity,
      );
    known.set(key, least);
    return least;
  };
  return from(count - looseCount, looseCount, 0);
}

test("cuts a text of any length into as many disjoint pieces as are asked for, with the least cost", () => {
  const lengths = fc.integer({ min: 8, max: MAX_MATCH_UNITS });
  const costs = fc.array(fc.nat(20), { minLength: MAX_MATCH_UNITS, maxLength: MAX_MATCH_UNITS });
  const thresholds = fc.constantFrom(500, 667, 750, 900, 1000);
  fc.assert(
    fc.property(lengths, thresholds, costs, costs, fc.boolean(), (length, threshold, tight, four, isOfMany) => {
      const loose = isOfMany ? four : tight;
      const kernel = builderKernel();
      kernel.tightCost.set(tight);
      kernel.looseCost.set(loose);
      // Instead of its hash, where a gram is and of what kind.
      const places = [3, 4].map((size) => Int32Array.from({ length: length - size + 1 }, (_, i) => size * 1000 + i));
      const count = pieceCount(length, threshold);
      const { position, hash } = kernel.cut(length, count, isOfMany ? places : places.slice(0, 1));
      expect(hash).toHaveLength(count);
      let end = 0;
      let cost = 0;
      for (const [piece, place] of hash.entries()) {
        const at = place % 1000;
        const size = Math.floor(place / 1000);
        expect(position[piece]).toBe(at);
        expect(at).toBeGreaterThanOrEqual(end);
        end = at + size;
        cost += size === 4 ? four[at]! : tight[at]!;
      }
      expect(end).toBeLessThanOrEqual(length);
      expect(cost).toBe(leastCost(length, count, tight, loose));
    }),
    { numRuns: 300 },
  );
});
