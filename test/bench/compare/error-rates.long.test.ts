import { describe, expect, test } from "vitest";
import { judge } from "../../../bench/compare/judge.ts";
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
