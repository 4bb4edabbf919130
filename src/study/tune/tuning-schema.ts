/** The documents of a tuning: of a scenario, and of labelled messages (`train --tune`). Their JSON Schema. */
import { z } from "zod";
import { clusteredRate, count } from "../../report/schema-parts.ts";
import { seedList } from "../difference-schema.ts";
import { commandLine, pooledFigure, versionText } from "../pooled-schema.ts";
import { LABELLED_FIGURES, type LabelledFigure } from "../../training/labelled-tuning.ts";

const moved = z.array(
  z.strictObject({
    parameter: z.string(),
    low: z.number(),
    high: z.number(),
    before: z.number().describe("as it was"),
    tuned: z.number().describe("as it was chosen"),
  }),
);
const settings = count.describe("settings that were tried");
const searchSeed = count.describe("of the search's own draws");

const onBoth = z.strictObject({
  tuning: pooledFigure.describe("on the seeds that chose the setting"),
  heldOut: pooledFigure.describe("on seeds that had no part in it"),
});
const fourFigures = z.strictObject({ name: z.string(), words: z.string(), before: onBoth, tuned: onBoth });
const bound = z.strictObject({ ...pooledFigure.shape, isKept: z.boolean() });
const bounds = z.strictObject({ tuning: bound, heldOut: bound });
const prices = z.strictObject({
  profile: z.string(),
  prices: z.array(z.strictObject({ name: z.string(), words: z.string(), yuan: z.number(), isAssumed: z.boolean() })),
});

const ofScenario = z
  .strictObject({
    schemaVersion: z.literal(1),
    version: versionText,
    reproduce: commandLine,
    scenario: z.string(),
    hours: count,
    seeds: seedList,
    heldOut: seedList,
    searchSeed,
    budget: count.describe("runs on the tuning seeds at most"),
    settings,
    refused: count.describe("settings that do not hold together, which were not run"),
    runs: count,
    goal: z
      .strictObject({
        maximise: z.string().optional(),
        minimise: z.string().optional(),
        unit: z.string(),
        costs: prices.nullable(),
      })
      .describe("one of maximise and minimise"),
    over: moved,
    goalReached: fourFigures,
    difference: pooledFigure.describe("of the goal, held-out seed by held-out seed: tuned less before"),
    constraints: z.array(z.strictObject({ constraint: z.string(), before: bounds, tuned: bounds })),
    figures: z.array(fourFigures),
  })
  .meta({ title: "Ringfence tuning of a scenario" });

const labelledFigures = Object.keys(LABELLED_FIGURES) as [LabelledFigure, ...LabelledFigure[]];
const rates = z.record(z.enum(labelledFigures), clusteredRate);
const kept = z.array(z.boolean()).describe("by constraint, in their order");
const judged = z.strictObject({
  values: z.array(z.number()).describe("in the order of over"),
  tuning: rates,
  heldOut: rates,
  kept: z.strictObject({ tuning: kept, heldOut: kept }),
});
const half = z.strictObject({ rows: count, fraud: count, groups: count.describe("of near-duplicates") });

const ofFile = z
  .strictObject({
    schemaVersion: z.literal(1),
    version: versionText,
    reproduce: commandLine,
    files: z.array(z.string()),
    rows: count.describe("with a label"),
    goal: z.enum(labelledFigures),
    over: moved,
    constraints: z.array(z.string()),
    halves: z.strictObject({ tuning: half, heldOut: half }),
    settings,
    start: judged,
    best: judged,
  })
  .meta({ title: "Ringfence tuning on labelled messages" });

export const tuningSchema = z.union([ofScenario, ofFile]).meta({
  title: "Ringfence tuning",
  description: "The setting that was chosen, and what it reached where it was chosen and where it was not",
});

/** The JSON Schema (draft 2020-12) of both. */
export function tuningJsonSchema(): object {
  return z.toJSONSchema(tuningSchema, { target: "draft-2020-12" });
}
