/** A new user looks at seed 1 of smoke first: it must be an ordinary seed of an ordinary world. */
import { expect, test } from "vitest";
import { runSmall } from "../engine/run-small.ts";
import { at } from "../report/figures.ts";

/** Mean and standard deviation of each headline figure over seeds 1 to 60: `ringfence study sweep smoke --seeds 1-60`. */
const SPREADS: Readonly<Record<string, readonly [mean: number, deviation: number]>> = {
  "rates.interception": [0.5622, 0.02317],
  "rates.interceptionCalls": [0.4036, 0.07279],
  "rates.interceptionMessages": [0.5903, 0.02185],
  "rates.success": [0.9477, 0.01101],
  "rates.coverage": [0.8335, 0.02811],
  "rates.accuracy": [0.8465, 0.01894],
  "reference.effectiveWarnings.ratio": [1.0527, 0.06788],
  "share of loss avoided": [0.9092, 0.02287],
};

test("smoke has in seed 1 an ordinary seed: each headline figure is within a deviation of its mean, but for two", async () => {
  const report = await runSmall([], { counterfactual: true });
  const [without, withDefences] = ["withoutDefences", "withDefences"].map((arm) => at(report, `lossYuan.${arm}`));
  const found = (name: string): number =>
    name === "share of loss avoided" ? 1 - withDefences! / without! : at(report, name);
  const far = Object.entries(SPREADS).filter(([name, [mean, deviation]]) => Math.abs(found(name) - mean) > deviation);
  // They lie 1.4 and 1.3 deviations below: warned people pay more often than in most worlds.
  expect(far.map(([name]) => name)).toEqual(["rates.success", "reference.effectiveWarnings.ratio"]);
});
