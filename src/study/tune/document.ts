/** The document of a tuning: the setting, and its results on the seeds that chose it and on others. */
import { z } from "zod";
import { count } from "../../report/head.ts";
import { figureShape, headShape, judgedShape, movedParameter, pooledFigure, seedList } from "../document.ts";

const onBoth = z.strictObject({
  tuning: pooledFigure.describe("on the seeds that chose the setting"),
  heldOut: pooledFigure.describe("on seeds that had no part in it"),
});
const bound = z.strictObject({
  ...pooledFigure.shape,
  verdict: z
    .enum(["kept", "cannot tell", "broken"])
    .describe("kept: by the bound of the interval; cannot tell: by the value alone"),
});
const bounds = z.strictObject({ tuning: bound, heldOut: bound });

export const tuningSchema = z
  .strictObject({
    ...headShape("tune", "calibrate"),
    heldOut: seedList,
    searchSeed: count.describe("of the search's own draws"),
    budget: count.describe("runs on the tuning seeds at most"),
    prices: z
      .record(z.string(), z.number())
      .nullable()
      .describe("yuan for one of each figure, if the goal is their sum"),
    targets: z
      .array(z.strictObject({ name: z.string(), value: z.number(), tolerance: z.number() }))
      .describe(
        "that a calibration comes close to: a miss of its tolerance counts 1, and the goal is the sum of squares",
      ),
    settings: z
      .array(z.strictObject({ values: z.array(z.number()), goal: pooledFigure, constraints: z.array(bound) }))
      .describe(
        "all that were tried, on the tuning seeds, in that order: the scenario as it was is the first; values are in the order of over, constraints in theirs",
      ),
    alike: z
      .strictObject({
        settings: count,
        ranges: z.array(z.strictObject({ parameter: z.string(), low: z.number(), high: z.number() })),
      })
      .describe(
        "further settings that keep the constraints and cannot be told apart from the chosen one on the tuning seeds",
      ),
    refused: count.describe("settings that do not hold together, which were not run"),
    over: z.array(movedParameter),
    constraints: z.array(z.strictObject({ figure: z.string(), constraint: z.string(), before: bounds, tuned: bounds })),
    figures: z
      .array(z.strictObject({ ...figureShape, before: onBoth, tuned: onBoth, ...judgedShape }))
      .describe(
        "the first is the goal, and better says what was sought; the difference is tuned less before, held-out seed by held-out seed, each figure for itself",
      ),
  })
  .meta({
    title: "Ringfence tuning or calibration of a scenario",
    description: "The setting that was chosen, and what it reached where it was chosen and where it was not",
  });

/** What `study tune` chose: the setting, and what it reached where it was chosen and where it was not. */
export type TuningDocument = z.infer<typeof tuningSchema>;
