import { array, assert, double, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { leastPairs, verdictOf } from "../../../bench/compare/judge.ts";
import { pairedShift, rankSumBound, signedRankBound, unpairedShift } from "../../../bench/harness/rank-statistics.ts";
import { median, medianWithInterval } from "../../../bench/harness/statistics.ts";
import { forAll } from "../../for-all.ts";

describe("a median with its interval", () => {
  test("takes six samples for an interval, which has the bounds of published tables of the sign test", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(medianWithInterval([1, 2, 3, 4, 5])).toEqual({ value: 3, low: null, high: null });
    expect(medianWithInterval([6, 5, 4, 3, 2, 1])).toEqual({ value: 3.5, low: 1, high: 6 });
    const bounds = [10, 20, 50].map((n) => medianWithInterval(Array.from({ length: n }, (_, i) => i + 1)));
    expect(bounds.map(({ low, high }) => [low, high])).toEqual([
      [2, 9],
      [6, 15],
      [18, 33],
    ]);
  });

  test("lies within its interval, in any order", () => {
    forAll([array(double({ min: 0, max: 1e6, noNaN: true }), { minLength: 6, maxLength: 200 })], 100, (samples) => {
      const { value, low, high } = medianWithInterval(samples);
      expect(low! <= value && value <= high!).toBe(true);
      expect(medianWithInterval(samples.toReversed())).toEqual({ value, low, high });
    });
  });
});

test("the signed-rank test has the critical values of published tables", () => {
  // Two-sided 0.05: the smaller sum of ranks must not exceed these.
  const bounds = [6, 8, 10, 15, 20, 25, 30, 50].map((n) => signedRankBound(n, 0.025));
  expect(bounds).toEqual([0, 3, 8, 25, 52, 89, 137, 434]);
  expect([7, 10, 20, 30].map((n) => signedRankBound(n, 0.01))).toEqual([0, 5, 43, 120]);
  expect(signedRankBound(5, 0.025)).toBeNull();
});

test("the rank-sum test has the critical values of published tables, and goes to the normal form without a jump", () => {
  // Mann and Whitney's U, two-sided 0.05.
  expect([4, 5, 10, 20].map((n) => rankSumBound(n, n, 0.025))).toEqual([0, 2, 23, 127]);
  expect([rankSumBound(8, 6, 0.025), rankSumBound(1, 1, 0.025)]).toEqual([8, null]);
  expect(Math.abs(rankSumBound(21, 21, 0.025)! - 142)).toBeLessThanOrEqual(2);
});

describe("the shift of Hodges and Lehmann", () => {
  test("is the median of the means of two, here worked out by hand", () => {
    expect(pairedShift([1, 2, 6])).toEqual({ value: 2.75, low: null, high: null });
    expect(unpairedShift([1, 2], [4, 9])).toEqual({ value: 5, low: null, high: null });
  });

  const samples = array(integer({ min: -1000, max: 1000 }), { minLength: 6, maxLength: 16 });

  test("lies within its interval, which moves as the samples do and grows as the tail shrinks", () => {
    assert(
      property(samples, samples, integer({ min: -50, max: 50 }), (a, b, by) => {
        const moved = b.map((value) => value + by);
        for (const shift of [pairedShift, (values: number[], tail?: number) => unpairedShift(a, values, tail)]) {
          const { value, low, high } = shift(b);
          expect(low! <= value && value <= high!).toBe(true);
          expect(shift(moved)).toEqual({ value: value + by, low: low! + by, high: high! + by });
          const wider = shift(b, 0.001);
          expect(wider.low === null || (wider.low <= low! && high! <= wider.high!)).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });
});

test("the pairs below which no change could be called are 7 for one figure, 8 for two, 9 for three to five", () => {
  expect([1, 2, 3, 5].map(leastPairs)).toEqual([7, 8, 9, 9]);
});

const estimate = (value: number, low: number | null, high: number | null) => ({ value, low, high });

describe("a verdict", () => {
  const [surely, perhaps] = [estimate(0, 0.001, 0.1), estimate(0, -0.1, 0.1)];
  test.each([
    ["worse", estimate(0.05, 0.01, 0.09), surely],
    ["cannotTell", estimate(0.05, 0.01, 0.09), perhaps],
    ["better", estimate(-0.05, -0.09, -0.01), estimate(0, -0.1, -0.001)],
    ["notWorse", estimate(-0.05, -0.12, 0.01), perhaps],
    ["same", estimate(0.015, 0.011, 0.019), surely],
    ["cannotTell", estimate(0.015, 0.001, 0.03), surely],
    ["cannotTell", estimate(0.05, null, null), estimate(0, null, null)],
  ])("is %s of %j where the corrected interval is %j", (verdict, worse, called) => {
    expect(verdictOf(worse, called, 0.02)).toBe(verdict);
  });
});
