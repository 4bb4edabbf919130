/** The document of a tuning on labelled messages (`train --tune`): its JSON Schema. */
import { z } from "zod";
import { clusteredRate, count } from "../../report/schema-parts.ts";
import { movedParameter } from "../../study/document.ts";
import { LABELLED_FIGURES, type LabelledFigure } from "../../training/labelled-tuning.ts";

const labelledFigures = Object.keys(LABELLED_FIGURES) as [LabelledFigure, ...LabelledFigure[]];
const rates = z.record(z.enum(labelledFigures), clusteredRate);
const kept = z
  .array(z.enum(["kept", "cannot tell", "broken"]))
  .describe("by constraint, in their order; kept: by the end of the interval, cannot tell: by the value alone");
const judged = z.strictObject({
  values: z.array(z.number()).describe("in the order of over"),
  tuning: rates,
  heldOut: rates,
  kept: z.strictObject({ tuning: kept, heldOut: kept }),
});
const half = z.strictObject({ rows: count, fraud: count, groups: count.describe("of near-duplicates") });

export const labelledTuningSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    version: z.string(),
    reproduce: z.string(),
    files: z.array(z.string()),
    rows: count.describe("with a label"),
    goal: z.enum(labelledFigures),
    over: z.array(movedParameter),
    constraints: z.array(z.string()),
    halves: z.strictObject({ tuning: half, heldOut: half }),
    settings: count.describe("settings that were tried"),
    start: judged,
    best: judged,
    verdicts: z
      .record(z.enum(labelledFigures), z.enum(["better", "worse", "cannot tell"]))
      .describe("on the held-out half; better and worse: the intervals before and after do not overlap"),
  })
  .meta({ title: "Ringfence tuning on labelled messages" });
