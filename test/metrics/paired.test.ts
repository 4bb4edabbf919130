import { expect, test, describe } from "vitest";
import { normalCdf, normalQuantile, studentHalf, studentQuantile, studentTail } from "../../src/metrics/quantiles.ts";
import * as fc from "fast-check";
import { holm, pairedDifference, pairsToTell } from "../../src/metrics/paired.ts";
import { forAll } from "../for-all.ts";

test("the normal distribution has the values of published tables", () => {
  expect(normalCdf(0)).toBe(0.5);
  expect(normalCdf(1.96)).toBeCloseTo(0.9750021048517795, 12);
  expect(normalCdf(-3)).toBeCloseTo(0.0013498980316300933, 12);
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 10);
  expect(normalQuantile(0.8)).toBeCloseTo(0.8416212335729143, 10);
});

test("half of a mean's interval is Student's", () => {
  // t of three degrees of freedom, times the root of the variance 5 / 3 over 4.
  expect(studentHalf(5, 4)).toBeCloseTo(3.1824 * Math.sqrt(5 / 3 / 4), 6);
});

test.each([
  [12.7062, 1, 0.05],
  [4.3027, 2, 0.05],
  [2.7764, 4, 0.05],
  [4.6041, 4, 0.01],
  [2.0452, 29, 0.05],
  [3.6594, 29, 0.001],
  [1.9623, 1000, 0.05],
])("the tail of Student's t beyond %d at %d degrees is that of published tables", (t, freedom, p) => {
  expect(studentTail(t, freedom)).toBeCloseTo(p, 5);
  expect(studentTail(-t, freedom)).toBe(studentTail(t, freedom));
});

test("the tail of Student's t is 5 % beyond the quantile that intervals are made with", () => {
  expect([studentTail(0, 3), studentTail(0, 4), studentTail(Infinity, 4)]).toEqual([1, 1, 0]);
  for (const freedom of [1, 2, 5, 31, 60, 400]) {
    expect(studentTail(studentQuantile(freedom), freedom)).toBeCloseTo(0.05, 4);
  }
});

test("the difference of pairs is worked out as in a textbook: Student's sleep data", () => {
  // "The probable error of a mean", Biometrika 6, 1908: extra hours of sleep, ten patients.
  const { n, mean, low, high, p } = pairedDifference([1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4]);
  expect([n, mean]).toEqual([10, expect.closeTo(1.58, 10)]);
  expect([low, high]).toEqual([expect.closeTo(0.7001, 3), expect.closeTo(2.4599, 3)]);
  expect(p).toBeCloseTo(0.002833, 6);
});

test("the difference of pairs has an interval without 0 just where its test is significant at 5 %", () => {
  forAll([fc.array(fc.integer({ min: -9, max: 20 }), { minLength: 3, maxLength: 12 })], 100, (differences) => {
    const { low, high, p, deviation } = pairedDifference(differences);
    fc.pre(deviation! > 0 && Math.abs(p! - 0.05) > 0.001);
    expect(low! > 0 || high! < 0).toBe(p! < 0.05);
  });
});

test("the difference of pairs of one pair has no interval, and one that is the same in each pair proves its sign", () => {
  expect(pairedDifference([3])).toEqual({ n: 1, mean: 3, low: null, high: null, deviation: null, p: null });
  expect(pairedDifference([])).toMatchObject({ n: 0, mean: null, p: null });
  expect(pairedDifference([-2, -2, -2])).toMatchObject({ mean: -2, low: -2, high: -2, p: 0.25 });
  expect(pairedDifference([0, 0, 0])).toMatchObject({ mean: 0, low: 0, high: 0, p: 1 });
});

function of(mean: number, deviation: number, n = 5): number | null {
  return pairsToTell({ n, mean, deviation, low: null, high: null, p: 0.5 }, 0.05);
}

describe("the pairs that it takes to tell", () => {
  test("are within one of published tables for a t test of power 0.8", () => {
    // Cohen, "Statistical power analysis", 1988: d = 0.2, 0.5, 0.8 of one sample.
    const found = [of(0.2, 1), of(-0.5, 1), of(0.8, 1)];
    for (const [at, pairs] of [199, 34, 15].entries()) expect(Math.abs(found[at]! - pairs)).toBeLessThanOrEqual(1);
  });

  test("are more than the pairs that could not, and more at a stricter level", () => {
    expect(of(2, 1, 20)).toBe(21);
    const strict = pairsToTell({ n: 5, mean: 0.5, deviation: 1, low: null, high: null, p: 0.5 }, 0.005);
    expect(strict).toBeGreaterThan(50);
    expect([of(0, 1), of(1, 0)]).toEqual([null, null]);
  });
});

test("Holm's correction gives the values worked out by hand, in the order asked", () => {
  expect(holm([0.01, 0.04, 0.03])).toEqual([0.03, 0.06, 0.06]);
  expect(holm([0.9, 0.001])).toEqual([0.9, 0.002]);
  expect(holm([0.9, 0.8])).toEqual([1, 1]);
  expect(holm([])).toEqual([]);
});
