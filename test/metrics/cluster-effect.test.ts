import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RandomStream, unit } from "../../src/core/random.ts";
import { peopleDesignEffect, rateDesignEffect } from "../../src/metrics/cluster-effect.ts";
import { NORMAL_95, studentQuantile } from "../../src/metrics/quantiles.ts";
import { forAll } from "../for-all.ts";

/** Clusters of 1 to 60 trials, some of which came true. */
const clusters = fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0, max: 1, noNaN: true })), {
  minLength: 2,
  maxLength: 12,
});

/** The same by matrices, as the paper has it. */
function plainDesignEffect(k: readonly number[], n: readonly number[]): number {
  const trials = n.reduce((sum, size) => sum + size, 0);
  const value = k.reduce((sum, count) => sum + count, 0) / trials;
  const by = n.map((size) => 1 / (1 - size / trials));
  const w = n.map((size) => size * size);
  const all = w.reduce((sum, each) => sum + each, 0);
  const covariance = n.map((ni, i) =>
    n.map((nj, j) => (i === j ? w[i]! : 0) - (ni * w[j]! + nj * w[i]!) / trials + (ni * nj * all) / (trials * trials)),
  );
  let [variance, trace, traceOfSquare] = [0, 0, 0];
  for (const [i, ni] of n.entries()) {
    variance += by[i]! * (k[i]! - value * ni) * (k[i]! - value * ni);
    trace += by[i]! * covariance[i]![i]!;
    for (const j of n.keys()) traceOfSquare += by[i]! * by[j]! * covariance[i]![j]! * covariance[i]![j]!;
  }
  const quantiles = studentQuantile((trace * trace) / traceOfSquare) / NORMAL_95;
  const ofTrials = trials * value * (1 - value);
  return Math.max(1, (((variance * all) / trace) * quantiles * quantiles) / ofTrials);
}

describe("the design effect of a rate over clusters", () => {
  test("agrees with a plain computation by matrices", () => {
    let above = 0;
    forAll([clusters], 100, (drawn) => {
      const n = drawn.map(([size]) => size);
      const k = drawn.map(([size, share]) => Math.round(size * share));
      const successes = k.reduce((sum, count) => sum + count, 0);
      fc.pre(successes > 0 && successes < n.reduce((sum, size) => sum + size, 0));
      const found = rateDesignEffect([...k, 0], [...n, 0])!;
      const expected = plainDesignEffect(k, n);
      expect(found / expected).toBeCloseTo(1, 6);
      if (found > 1) above++;
    });
    expect(above).toBeGreaterThan(50);
  });
});

describe("the design effect of a rate of people", () => {
  test("is 1 where failures are spread by chance, and else the variance between gangs by that within", () => {
    expect(peopleDesignEffect([10, 10], [10, 10])).toBe(1);
    expect(peopleDesignEffect([9, 9, 8], [10, 10, 10])).toBe(1);
    // Residuals 5 and -5, each by 1 - 1 / 2, against 20 / 4.
    expect(peopleDesignEffect([10, 0], [10, 10])).toBeCloseTo(100 / 2.5 / 2, 9);
    expect(peopleDesignEffect([3], [7])).toBeNull();
  });
});

test("Student's t is that of the tables, rises between them, and goes on beyond them", () => {
  expect([1, 2, 10, 30].map(studentQuantile)).toEqual([12.7062, 4.3027, 2.2281, 2.0423]);
  // By numerical integration of the density: 6.0167, 3.5747, 2.9401.
  for (const [freedom, quantile] of [
    [1.5, 6.0167],
    [2.5, 3.5747],
    [3.5, 2.9401],
  ] as const) {
    expect(studentQuantile(freedom) / quantile).toBeGreaterThan(1);
    expect(studentQuantile(freedom) / quantile).toBeLessThan(1.027);
  }
  expect(studentQuantile(60)).toBeCloseTo(2.0003, 4);
  expect(studentQuantile(0.4)).toBe(studentQuantile(1));
});

describe("clusters of several kinds, each as often in every world", () => {
  const SIZE = 40;
  const [KINDS, OF_EACH] = [5, 8];
  const n = Array.from({ length: KINDS * OF_EACH }, () => SIZE);
  const kinds = n.map((_, i) => i % KINDS);
  const stream = new RandomStream(1, "kinds");
  /** A share that the kind has, and as much to both sides for each cluster. */
  const k = n.map((size, i) => {
    const share = 0.2 + 0.15 * (i % KINDS) + 0.1 * (2 * unit(stream.draw(7, i)[0]!) - 1);
    return Math.round(size * share);
  });

  test("leave to chance what clusters of a kind do not have in common", () => {
    const found = rateDesignEffect(k, n, kinds)!;
    // At the ends of a kind it has a neighbour of another, which is on the safe side.
    const value = k.reduce((sum, count) => sum + count, 0) / (n.length * SIZE);
    let withinKinds = 0;
    for (let kind = 0; kind < KINDS; kind++) {
      const own = k.filter((_, i) => kinds[i] === kind);
      const mean = own.reduce((sum, count) => sum + count, 0) / OF_EACH;
      withinKinds += own.reduce((sum, count) => sum + (count - mean) ** 2, 0) * (OF_EACH / (OF_EACH - 1));
    }
    expect(found).toBeGreaterThan(withinKinds / (n.length * SIZE * value * (1 - value)));
    expect(found).toBeLessThan(0.5 * rateDesignEffect(k, n)!);
  });

  test("that are all of one kind are as if nobody knew", () => {
    expect(rateDesignEffect(k, n, new Uint16Array(n.length))).toBe(rateDesignEffect(k, n));
  });
});
