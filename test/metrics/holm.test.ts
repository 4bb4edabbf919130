import * as fc from "fast-check";
import { expect, test } from "vitest";
import { holm } from "../../src/metrics/paired.ts";
import { forAll } from "../for-all.ts";

test("Holm's correction gives the values worked out by hand, in the order asked", () => {
  expect(holm([0.01, 0.04, 0.03])).toEqual([0.03, 0.06, 0.06]);
  expect(holm([0.9, 0.001])).toEqual([0.9, 0.002]);
  expect(holm([])).toEqual([]);
});

test("Holm's correction never lowers a p-value, keeps their order, and is never above Bonferroni's", () => {
  forAll([fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 })], 100, (pValues) => {
    const adjusted = holm(pValues);
    for (const [i, p] of pValues.entries()) {
      expect(adjusted[i]!).toBeGreaterThanOrEqual(p);
      expect(adjusted[i]!).toBeLessThanOrEqual(Math.min(1, p * pValues.length));
      for (const [j, q] of pValues.entries()) expect(p < q && adjusted[i]! > adjusted[j]!).toBe(false);
    }
  });
});
