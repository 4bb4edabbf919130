import { describe, expect, test } from "vitest";
import { judge } from "../../../bench/compare/judge.ts";
import { selfTest } from "../../../bench/compare/self-test.ts";
import type { Series } from "../../../bench/compare/series.ts";
import { verdictOf } from "../../../bench/compare/verdict.ts";
import { LEVEL } from "../../../bench/harness/rank-statistics/defaults.ts";
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
  return { name: `time ${trial}`, unit: "s", better: "lower", a: drawn.map(([a]) => a!), b: drawn.map(([, b]) => b!) };
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
  test.each([
    ["worse", { value: 0.05, low: 0.01, high: 0.09 }, LEVEL],
    ["cannotTell", { value: 0.05, low: 0.01, high: 0.09 }, 0.021],
    ["better", { value: -0.05, low: -0.09, high: -0.01 }, 0.001],
    ["notWorse", { value: -0.05, low: -0.12, high: 0.01 }, 0.2],
    ["same", { value: 0.015, low: 0.011, high: 0.019 }, 0.001],
    ["cannotTell", { value: 0.015, low: 0.001, high: 0.03 }, 0.001],
    ["cannotTell", { value: 0.05, low: null, high: null }, 1],
  ] as const)("is %s of %j at p = %d", (verdict, worse, p) => {
    expect(verdictOf(worse, p, margin)).toBe(verdict);
  });
});

describe("the self-test", () => {
  const options = { minEffect: 0.02, seed: 1, resamples: 200 };

  test("passes on a quiet machine, the same for the same seed", async () => {
    const quiet = [times(1, 20, 1, 0.02), times(2, 20, 1, 0.02)];
    const result = await selfTest(quiet, options);
    expect(result.passed).toBe(true);
    expect(result.caught.map(({ name }) => name)).toEqual(["time 1", "time 2"]);
    expect(await selfTest(quiet, options)).toEqual(result);
  });

  test("fails where A is told from itself, which no pair drawn with a coin would show", async () => {
    const alike = times(1, 20, 1, 0.02);
    const slower = { ...alike, name: "favoured", b: alike.a.map((a, pair) => a * (1.08 + pair / 1000)) };
    const result = await selfTest([slower, times(2, 20, 1, 0.02)], options);
    expect(result).toMatchObject({ unlike: [{ name: "favoured", verdict: "worse" }], passed: false });
    expect(result.falseAlarms).toBeLessThanOrEqual(0.04);
    expect((await selfTest([{ ...slower, better: "higher" }], options)).unlike).toMatchObject([{ verdict: "better" }]);
  });

  test("says so when the machine is too noisy, or the pairs are too few", async () => {
    const noisy = await selfTest([times(1, 20, 1, 0.5)], options);
    expect(noisy.passed).toBe(false);
    expect(noisy.caught[0]!.share).toBeLessThan(0.5);
    expect(noisy.falseAlarms).toBeLessThanOrEqual(0.04);
    expect((await selfTest([times(1, 5, 1, 0.01)], options)).passed).toBe(false);
    expect((await selfTest([], options)).passed).toBe(false);
  });

  test("can be interrupted: others have their turn before it is over", async () => {
    const turns: string[] = [];
    const tested = selfTest([times(1, 20, 1, 0.02)], options).then(() => turns.push("self-test"));
    setImmediate(() => turns.push("other"));
    await tested;
    expect(turns).toEqual(["other", "self-test"]);
  });
});
