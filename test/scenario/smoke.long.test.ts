/** Whoever tries the program looks at seed 1 of smoke: it must be an ordinary seed of an ordinary world. */
import { expect, test } from "vitest";
import { runSmall } from "../engine/run-small.ts";
import { at } from "../report/figures.ts";

/** Mean and standard deviation of each headline figure over seeds 1 to 60: `ringfence study sweep smoke --seeds 1-60`. */
const SPREADS: Readonly<Record<string, readonly [mean: number, deviation: number]>> = {
  "rates.interception": [0.5645, 0.02317],
  "rates.interceptionCalls": [0.4018, 0.07267],
  "rates.interceptionMessages": [0.5933, 0.02113],
  "rates.success": [0.9826, 0.00565],
  "rates.coverage": [0.8248, 0.02593],
  "rates.accuracy": [0.846, 0.01917],
  "reference.effectiveWarnings.ratio": [1.055, 0.06525],
  "share of loss avoided": [0.9268, 0.0216],
};

test("smoke has in seed 1 an ordinary seed: each headline figure is within a deviation of its mean, but for one", async () => {
  const report = await runSmall([], { counterfactual: true });
  const [without, withDefences] = ["withoutDefences", "withDefences"].map((arm) => at(report, `lossYuan.${arm}`));
  const found = (name: string): number =>
    name === "share of loss avoided" ? 1 - withDefences! / without! : at(report, name);
  const far = Object.entries(SPREADS).filter(([name, [mean, deviation]]) => Math.abs(found(name) - mean) > deviation);
  // It lies 1.02 deviations below.
  expect(far.map(([name]) => name)).toEqual(["reference.effectiveWarnings.ratio"]);
});
