import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { leastPairs, verdictOf } from "../../../bench/compare/judge.ts";
import { pairedShift, rankSumBound, signedRankBound, unpairedShift } from "../../../bench/harness/rank-statistics.ts";

test("the pairs below which no change could be called are 7 for one figure, 8 for two, 9 for three to five", () => {
  expect([1, 2, 3, 5].map(leastPairs)).toEqual([7, 8, 9, 9]);
});

describe("the signed-rank test", () => {
  test("has the critical values of published tables", () => {
    // Two-sided 0.05: the smaller sum of ranks must not exceed these.
    expect([6, 8, 10, 15, 20, 25, 30, 50].map((n) => signedRankBound(n, 0.025))).toEqual([
      0, 3, 8, 25, 52, 89, 137, 434,
    ]);
    expect([7, 10, 20, 30].map((n) => signedRankBound(n, 0.01))).toEqual([0, 5, 43, 120]);
    expect(signedRankBound(5, 0.025)).toBeNull();
  });
});

describe("the rank-sum test", () => {
  test("has the critical values of published tables", () => {
    // Mann and Whitney's U, two-sided 0.05.
    expect(
      [
        [4, 4],
        [5, 5],
        [8, 6],
        [10, 10],
        [20, 20],
      ].map(([m, n]) => rankSumBound(m!, n!, 0.025)),
    ).toEqual([0, 2, 8, 23, 127]);
    expect(rankSumBound(1, 1, 0.025)).toBeNull();
  });

  test("takes the step from exact to normal without a jump", () => {
    expect(Math.abs(rankSumBound(21, 21, 0.025)! - 142)).toBeLessThanOrEqual(2);
  });
});

describe("the shift of Hodges and Lehmann", () => {
  test("is the median of the means of two, here worked out by hand", () => {
    expect(pairedShift([1, 2, 6])).toEqual({ value: 2.75, low: null, high: null });
    expect(unpairedShift([1, 2], [4, 9])).toEqual({ value: 5, low: null, high: null });
  });

  const samples = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 6, maxLength: 16 });

  test("lies within its interval, which moves as the samples do and grows as the tail shrinks", () => {
    fc.assert(
      fc.property(samples, samples, fc.integer({ min: -50, max: 50 }), (a, b, by) => {
        const moved = b.map((value) => value + by);
        for (const shift of [
          (values: number[], tail?: number) => pairedShift(values, tail),
          (values: number[], tail?: number) => unpairedShift(a, values, tail),
        ]) {
          const { value, low, high } = shift(b);
          expect(low! <= value && value <= high!).toBe(true);
          expect(shift(moved)).toEqual({ value: value + by, low: low! + by, high: high! + by });
          const wider = shift(b, 0.001);
          expect(wider.low === null || (wider.low <= low! && high! <= wider.high!)).toBe(true);
        }
      }),
    );
  });
});

describe("a verdict", () => {
  const margin = 0.02;
  const surely = { value: 0, low: 0.001, high: 0.1 };
  const surelyLess = { value: 0, low: -0.1, high: -0.001 };
  const perhaps = { value: 0, low: -0.1, high: 0.1 };
  const none = { value: 0, low: null, high: null };
  test.each([
    ["worse", { value: 0.05, low: 0.01, high: 0.09 }, surely],
    ["cannotTell", { value: 0.05, low: 0.01, high: 0.09 }, perhaps],
    ["better", { value: -0.05, low: -0.09, high: -0.01 }, surelyLess],
    ["notWorse", { value: -0.05, low: -0.12, high: 0.01 }, perhaps],
    ["same", { value: 0.015, low: 0.011, high: 0.019 }, surely],
    ["cannotTell", { value: 0.015, low: 0.001, high: 0.03 }, surely],
    ["cannotTell", { value: 0.05, low: null, high: null }, none],
  ] as const)("is %s of %j where the corrected interval is %j", (verdict, worse, called) => {
    expect(verdictOf(worse, called, margin)).toBe(verdict);
  });
});
