import { describe, expect, test } from "vitest";
import {
  correlationDesignEffect,
  countDesignEffect,
  groupedDesignEffect,
  meanClusterSize,
  shareDesignEffect,
  sumDesignEffect,
} from "../../src/metrics/design-effect.ts";
import { rateDesignEffect, peopleDesignEffect } from "../../src/metrics/cluster-effect.ts";
import { matthews } from "../../src/metrics/rates.ts";
import * as fc from "fast-check";
import { RandomStream, unit } from "../../src/core/random.ts";
import { NORMAL_95, studentQuantile } from "../../src/metrics/quantiles.ts";
import { forAll } from "../for-all.ts";

test("the design effect of a rate is that worked by hand, at least 1, the cluster's size where all stand, and unknown below two clusters", () => {
  // Squares 14 over 30 trials at a half: 3 / 2 * 14 / (30 / 4) = 2.8; t of two degrees against z: (4.3027 / 1.96)^2.
  expect(rateDesignEffect([8, 4, 3], [10, 10, 10])).toBeCloseTo(2.8 * (4.3027 / 1.96) * (4.3027 / 1.96), 3);
  expect(rateDesignEffect([5, 5, 5, 5, 0], [10, 10, 10, 10, 0])).toBe(1);
  expect(rateDesignEffect([10, 10, 10], [10, 10, 10])).toBe(10);
  expect(rateDesignEffect([0, 0, 0], [10, 10, 10])).toBe(10);
  expect(rateDesignEffect([], [])).toBeNull();
  expect(rateDesignEffect([3], [7])).toBeNull();
  expect(rateDesignEffect([3, 0], [7, 0])).toBeNull();
});

test("the design effect of a count is the mean size of the cluster that an event is in, more where few were hit, and 1 for none", () => {
  // t of one degree more than clusters were hit, against z.
  expect(countDesignEffect([40, 0, 10])).toBeCloseTo((1700 / 50) * (3.1824 / 1.96) * (3.1824 / 1.96), 2);
  expect(countDesignEffect([1, 1, 0, 1])).toBeCloseTo((2.7764 / 1.96) * (2.7764 / 1.96), 3);
  expect(countDesignEffect(Array.from({ length: 1000 }, () => 4))).toBeCloseTo(4, 1);
  expect(countDesignEffect([0, 0])).toBe(1);
  expect(countDesignEffect([])).toBe(1);
});

function correlationAt(recall: number, falsePositive: number): number {
  const [fraud, benign] = [1000, 9000];
  const [tp, fp] = [fraud * recall, benign * falsePositive];
  return matthews({ tp, fn: fraud - tp, fp, tn: benign - fp }).value!;
}

test("the design effect of a count over groups of clusters agrees with the deviations worked by hand, and is 1 for none and never below", () => {
  // Mean 2, deviations 4, -2, -2: 3 / 2 * 24 / 6; t of two degrees, one more than groups were hit.
  expect(groupedDesignEffect([6, 0, 0])).toBeCloseTo(6 * (4.3027 / 1.96) * (4.3027 / 1.96), 2);
  expect(groupedDesignEffect([2, 2, 2])).toBe(1);
  expect(groupedDesignEffect([0, 0])).toBe(1);
});

const precisionDesignEffect: typeof correlationDesignEffect = ({ tp, fp }, effects) =>
  shareDesignEffect(tp, fp, effects);

describe("the design effect of precision and of the correlation", () => {
  const confusion = { tp: 900, fn: 100, fp: 90, tn: 8910 };

  test("is that of fraud and benign events where both have the same, and lies between them where not", () => {
    for (const effectOf of [precisionDesignEffect, correlationDesignEffect]) {
      expect(effectOf(confusion, { fraud: 7, benign: 7 })).toBeCloseTo(7, 10);
      const between = effectOf(confusion, { fraud: 2, benign: 50 })!;
      expect(between).toBeGreaterThan(2);
      expect(between).toBeLessThan(50);
      expect(effectOf(confusion, { fraud: null, benign: 50 })).toBeNull();
    }
  });

  test("of precision is all but that of the rarer kind of blocked event", () => {
    expect(shareDesignEffect(9999, 1, { fraud: 3, benign: 30 })).toBeCloseTo(30, 1);
    expect(shareDesignEffect(1, 9999, { fraud: 3, benign: 30 })).toBeCloseTo(3, 1);
    expect(shareDesignEffect(0, 0, { fraud: 3, benign: 1 })).toBe(1);
  });

  test("of the correlation weighs both by the slopes that a small step shows", () => {
    const step = 1e-5;
    const inRecall = (correlationAt(0.9 + step, 0.01) - correlationAt(0.9 - step, 0.01)) / (2 * step);
    const inFalsePositive = (correlationAt(0.9, 0.01 + step) - correlationAt(0.9, 0.01 - step)) / (2 * step);
    const ofFraud = (inRecall * inRecall * 0.09) / 1000;
    const ofBenign = (inFalsePositive * inFalsePositive * 0.0099) / 9000;
    const expected = (2 * ofFraud + 50 * ofBenign) / (ofFraud + ofBenign);
    expect(correlationDesignEffect(confusion, { fraud: 2, benign: 50 })).toBeCloseTo(expected, 4);
  });
});

test("the design effect of a sum over gangs agrees with the variance worked by hand, is 1 of nothing, and unknown below two gangs", () => {
  // Deviations 10, 0, -10 of a sum of 60: 3 / 2 * 200 / 60 = 5; t of two degrees against z.
  expect(sumDesignEffect([30, 20, 10])).toBeCloseTo(5 * (4.3027 / 1.96) * (4.3027 / 1.96), 2);
  expect(sumDesignEffect([0, 0])).toBe(1);
  expect(sumDesignEffect([20, 20, 20])).toBe(1);
  expect(sumDesignEffect([7])).toBeNull();
});

test("the mean size of a cluster is that of those that events are in", () => {
  // Mean 2, deviations 4, -2, -2: 3 / 2 * 24 / 6.
  expect(meanClusterSize([6, 0, 0])).toBeCloseTo(6, 12);
  expect(meanClusterSize([0, 0, 0])).toBe(0);
});

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

test("the design effect of a rate over clusters agrees with a plain computation by matrices", () => {
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

test("the design effect of a rate of people is 1 where failures are spread by chance, and else the variance between gangs by that within", () => {
  expect(peopleDesignEffect([10, 10], [10, 10])).toBe(1);
  expect(peopleDesignEffect([9, 9, 8], [10, 10, 10])).toBe(1);
  // Residuals 5 and -5, each by 1 - 1 / 2, against 20 / 4.
  expect(peopleDesignEffect([10, 0], [10, 10])).toBeCloseTo(100 / 2.5 / 2, 9);
  expect(peopleDesignEffect([3], [7])).toBeNull();
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
