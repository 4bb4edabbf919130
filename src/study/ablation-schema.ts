/** The document of an ablation: its schema, from which its type and its JSON Schema follow. */
import { z } from "zod";
import { count } from "../report/schema-parts.ts";
import { differenceShape, digestList, figureShape, seedList } from "./difference-schema.ts";

export const ablationSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    kind: z.literal("ablation"),
    scenario: z.string(),
    reproduce: z.string().describe("the command line that repeats it; empty where a program asked"),
    seeds: seedList,
    runs: count.describe("that it took"),
    digests: digestList,
    figures: z.array(figureShape),
    defences: z.array(
      z.strictObject({
        name: z.string(),
        words: z.string(),
        needs: z.array(z.string()).describe("that it stands with when added alone: without them it can do nothing"),
      }),
    ),
    rows: z.array(
      z.strictObject({
        defence: z.string(),
        side: z
          .enum(["without", "alone"])
          .describe(
            "without: all defences but this one, less all of them. alone: this one with those that it needs, less these. " +
              "The rows of a side and a figure are a family",
          ),
        ...differenceShape,
      }),
    ),
  })
  .meta({
    title: "Ringfence ablation",
    description: "What each defence does: left out of all, and added alone to nothing, over paired seeds",
  });

/**
 * What each defence does, left out of all and added to none: differences over paired seeds, with intervals and Holm's
 * p-values.
 */
export type Ablation = z.infer<typeof ablationSchema>;

/** The JSON Schema (draft 2020-12) of an ablation. */
export function ablationJsonSchema(): object {
  return z.toJSONSchema(ablationSchema, { target: "draft-2020-12" });
}
