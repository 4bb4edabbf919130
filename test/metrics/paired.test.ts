import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RandomStream, unit } from "../../src/core/random.ts";
import { normalQuantile } from "../../src/metrics/normal.ts";
import { pairedDifference, pairsToTell } from "../../src/metrics/paired.ts";
import { studentQuantile, studentTail } from "../../src/metrics/student.ts";
import { forAll } from "../for-all.ts";

const draws = new RandomStream(1, "a test of power");

function normalDraw(study: number, at: number): number {
  return normalQuantile(unit(draws.draw(study, at)[0]!));
}

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

test("the tail of Student's t is what its density leaves outside, and 5 % beyond the quantile that intervals are made with", () => {
  for (const freedom of [1, 2, 3, 6, 11]) {
    for (const t of [0.3, 1, 2.5]) expect(studentTail(t, freedom)).toBeCloseTo(1 - withinByDensity(t, freedom), 6);
  }
  expect([studentTail(0, 3), studentTail(0, 4), studentTail(Infinity, 4)]).toEqual([1, 1, 0]);
  for (const freedom of [1, 2, 5, 31, 60, 400]) {
    expect(studentTail(studentQuantile(freedom), freedom)).toBeCloseTo(0.05, 4);
  }
});

/** 2 x the integral from 0 to t by Simpson's rule, with the density's constant by the same rule over all of it. */
function withinByDensity(t: number, freedom: number): number {
  // By the angle whose tangent is x / root(freedom), the whole line is finite.
  const density = (angle: number): number => Math.cos(angle) ** (freedom - 1);
  return simpson(density, Math.atan(t / Math.sqrt(freedom))) / simpson(density, Math.PI / 2);
}

function simpson(f: (x: number) => number, to: number): number {
  const [steps, h] = [2000, to / 2000];
  const inner = Array.from({ length: steps - 1 }, (_, i) => f((i + 1) * h) * (i % 2 === 0 ? 4 : 2));
  return ((f(0) + f(to) + inner.reduce((sum, value) => sum + value, 0)) * h) / 3;
}

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

  test("find a great difference in some 80 of 100 studies drawn at random, at a strict level too", () => {
    const level = 0.004;
    const pairs = pairsToTell({ n: 3, mean: 2, deviation: 1, low: null, high: null, p: 0.5 }, level)!;
    let found = 0;
    for (let study = 0; study < 1000; study++) {
      const { p } = pairedDifference(Array.from({ length: pairs }, (_, at) => 2 + normalDraw(study, at)));
      if (p! < level) found++;
    }
    expect(pairs).toBeLessThan(12);
    expect(found).toBeGreaterThan(760);
    expect(found).toBeLessThan(960);
  });

  test("are more than the pairs that could not, and more at a stricter level", () => {
    expect(of(2, 1, 20)).toBe(21);
    const strict = pairsToTell({ n: 5, mean: 0.5, deviation: 1, low: null, high: null, p: 0.5 }, 0.005);
    expect(strict).toBeGreaterThan(50);
    expect([of(0, 1), of(1, 0)]).toEqual([null, null]);
  });
});
