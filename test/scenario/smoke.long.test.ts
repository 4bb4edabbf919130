/** A new user looks at seed 1 of smoke first: it must be an ordinary seed of an ordinary world. */
import { expect, test } from "vitest";
import { runSmall } from "../engine/run-small.ts";
import { at } from "../report/figures.ts";

/** Mean and standard deviation of each headline figure over seeds 1 to 60: `ringfence study sweep smoke --seeds 1-60`. */
const SPREADS: Readonly<Record<string, readonly [mean: number, deviation: number]>> = {
  "rates.interception": [0.5643, 0.02639],
  "rates.interceptionCalls": [0.4046, 0.06936],
  "rates.interceptionMessages": [0.5935, 0.02575],
  "rates.success": [0.9479, 0.00942],
  "rates.coverage": [0.8341, 0.03105],
  "rates.accuracy": [0.8605, 0.01775],
  "reference.effectiveWarnings.ratio": [1.1594, 0.08387],
  "share of loss avoided": [0.9108, 0.02428],
};

test("smoke has in seed 1 an ordinary seed: each headline figure is within a deviation of its mean, but for four", async () => {
  const report = await runSmall([], { counterfactual: true });
  const [without, withDefences] = ["withoutDefences", "withDefences"].map((arm) => at(report, `lossYuan.${arm}`));
  const found = (name: string): number =>
    name === "share of loss avoided" ? 1 - withDefences! / without! : at(report, name);
  const far = Object.entries(SPREADS).filter(([name, [mean, deviation]]) => Math.abs(found(name) - mean) > deviation);
  // They lie 1.4, 1.0, 1.5 and 1.3 deviations below: fewer people are warned than in most worlds, and they pay more often.
  expect(far.map(([name]) => name)).toEqual([
    "rates.success",
    "rates.accuracy",
    "reference.effectiveWarnings.ratio",
    "share of loss avoided",
  ]);
});
