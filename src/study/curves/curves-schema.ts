/** The document of warning curves, curves.json: its JSON Schema. */
import { z } from "zod";
import { count } from "../../report/schema-parts.ts";
import { seedList } from "../difference-schema.ts";
import { commandLine, pooledFigure, versionText } from "../pooled-schema.ts";
import { CURVE_FIGURES } from "./curves.ts";

function curve(parameter: string, at: string) {
  return z.strictObject({
    parameter: z.literal(parameter),
    stated: z.number().describe("as the scenario has it"),
    points: z
      .array(z.strictObject({ at: z.number().describe(at), figures: z.record(z.enum(CURVE_FIGURES), pooledFigure) }))
      .min(1)
      .describe("from low to high"),
  });
}

export const curvesSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    version: versionText,
    reproduce: commandLine,
    scenario: z.string(),
    hours: count,
    seeds: seedList.describe("the same for every point"),
    runs: count.describe("that it took"),
    threshold: curve("warnings.low", "the exposure from which a warning is pushed"),
    agents: curve("dissuasion.agents", "telephone agents"),
  })
  .meta({
    title: "Ringfence warning curves",
    description: "What warnings come to over their threshold, and over the number of telephone agents, in whole runs",
  });

/** The JSON Schema (draft 2020-12) of warning curves. */
export function curvesJsonSchema(): object {
  return z.toJSONSchema(curvesSchema, { target: "draft-2020-12" });
}
