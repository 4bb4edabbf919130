import { describe, expect, test } from "vitest";
import { judge, verdictOf } from "../../../bench/compare/judge.ts";
import type { Series } from "../../../bench/compare/series.ts";
import { lognormal } from "../../../src/core/distributions.ts";
import { RandomStream } from "../../../src/core/random.ts";

const TRIALS = 500;

/** Times of A and B with noise of their own, B's `factor` times as long. */
function times(trial: number, pairs: number, factor: number, sigma = 0.05): Series {
  const stream = new RandomStream(trial, "error-rates-test");
  const drawn = Array.from({ length: pairs }, (_, pair) => {
    const [a0, a1, b0, b1] = stream.draw(pair, 0);
    return [lognormal(a0!, a1!, 1, sigma), lognormal(b0!, b1!, factor, sigma)];
  });
  return {
    name: `time ${trial}`,
    unit: "s",
    better: "lower",
    diagnostic: false,
    doubt: null,
    a: drawn.map(([a]) => a!),
    b: drawn.map(([, b]) => b!),
  };
}

function shareWorse(factor: number, paired = true): number {
  let worse = 0;
  for (let trial = 0; trial < TRIALS; trial++) {
    const [metric] = judge([times(trial, 20, factor)], { paired, minEffect: 0.02 });
    if (metric!.verdict === "worse") worse++;
  }
  return worse / TRIALS;
}

describe("under noise of 5 %, twenty pairs", () => {
  test("raise a false alarm in at most 2 of 100 comparisons", () => {
    expect(shareWorse(1)).toBeLessThanOrEqual(0.02);
  });

  test("catch a slowdown of 10 % in at least 95 of 100", () => {
    expect(shareWorse(1.1)).toBeGreaterThanOrEqual(0.95);
  });

  test("have intervals that hold the truth in at least 93 of 100", () => {
    let held = 0;
    for (let trial = 0; trial < TRIALS; trial++) {
      const [metric] = judge([times(trial, 20, 1.07)], { paired: true, minEffect: 0.02 });
      const { low, high } = metric!.change;
      if (low! <= 0.07 && 0.07 <= high!) held++;
    }
    expect(held / TRIALS).toBeGreaterThanOrEqual(0.93);
  });

  test("of ten figures, raise hardly more false alarms than of one", () => {
    let alarms = 0;
    for (let trial = 0; trial < 100; trial++) {
      const all = Array.from({ length: 10 }, (_, index) => times(1000 + trial * 10 + index, 20, 1));
      if (judge(all, { paired: true, minEffect: 0 }).some(({ verdict }) => verdict === "worse")) alarms++;
    }
    expect(alarms).toBeLessThanOrEqual(4);
  });
});

describe("the pairs it takes", () => {
  test("rule a regression out in about 80 of 100 comparisons of things that are alike", () => {
    const needed = Array.from({ length: 100 }, (_, trial) => {
      const [metric] = judge([times(trial, 20, 1)], { paired: true, minEffect: 0.05 });
      return metric!.pairsToTell!;
    });
    const pairs = needed.toSorted((a, b) => a - b)[50]!;
    let told = 0;
    for (let trial = 0; trial < 200; trial++) {
      const [metric] = judge([times(trial, pairs, 1)], { paired: true, minEffect: 0.05 });
      if (metric!.verdict !== "cannotTell") told++;
    }
    expect(told / 200).toBeGreaterThan(0.7);
    expect(told / 200).toBeLessThan(0.92);
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
