import { describe, expect, test } from "vitest";
import {
  correlationDesignEffect,
  countDesignEffect,
  groupedDesignEffect,
  meanClusterSize,
  shareDesignEffect,
  sumDesignEffect,
} from "../../src/metrics/design-effect.ts";
import { rateDesignEffect } from "../../src/metrics/cluster-effect.ts";
import { matthews } from "../../src/metrics/rates.ts";

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

describe("the design effect of a count", () => {
  test("is the mean size of the cluster that an event is in, more where few were hit, and 1 for none", () => {
    // t of one degree more than clusters were hit, against z.
    expect(countDesignEffect([40, 0, 10])).toBeCloseTo((1700 / 50) * (3.1824 / 1.96) * (3.1824 / 1.96), 2);
    expect(countDesignEffect([1, 1, 0, 1])).toBeCloseTo((2.7764 / 1.96) * (2.7764 / 1.96), 3);
    expect(countDesignEffect(Array.from({ length: 1000 }, () => 4))).toBeCloseTo(4, 1);
    expect(countDesignEffect([0, 0])).toBe(1);
    expect(countDesignEffect([])).toBe(1);
  });
});

function correlationAt(recall: number, falsePositive: number): number {
  const [fraud, benign] = [1000, 9000];
  const [tp, fp] = [fraud * recall, benign * falsePositive];
  return matthews({ tp, fn: fraud - tp, fp, tn: benign - fp }).value!;
}

describe("the design effect of a count over groups of clusters", () => {
  test("agrees with the deviations worked by hand, and is 1 for none and never below", () => {
    // Mean 2, deviations 4, -2, -2: 3 / 2 * 24 / 6; t of two degrees, one more than groups were hit.
    expect(groupedDesignEffect([6, 0, 0])).toBeCloseTo(6 * (4.3027 / 1.96) * (4.3027 / 1.96), 2);
    expect(groupedDesignEffect([2, 2, 2])).toBe(1);
    expect(groupedDesignEffect([0, 0])).toBe(1);
  });
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

describe("the design effect of a sum over gangs", () => {
  test("agrees with the variance worked by hand, is 1 of nothing, and unknown below two gangs", () => {
    // Deviations 10, 0, -10 of a sum of 60: 3 / 2 * 200 / 60 = 5; t of two degrees against z.
    expect(sumDesignEffect([30, 20, 10])).toBeCloseTo(5 * (4.3027 / 1.96) * (4.3027 / 1.96), 2);
    expect(sumDesignEffect([0, 0])).toBe(1);
    expect(sumDesignEffect([20, 20, 20])).toBe(1);
    expect(sumDesignEffect([7])).toBeNull();
  });
});

test("the mean size of a cluster is that of those that events are in", () => {
  // Mean 2, deviations 4, -2, -2: 3 / 2 * 24 / 6.
  expect(meanClusterSize([6, 0, 0])).toBeCloseTo(6, 12);
  expect(meanClusterSize([0, 0, 0])).toBe(0);
});
