/** The document of a comparison of policies: its schema, from which its type and its JSON Schema follow. */
import { z } from "zod";
import { count } from "../report/schema-parts.ts";
import { differenceShape, digestList, figureShape, seedList } from "./difference-schema.ts";

const parameter = z.union([z.number(), z.string(), z.boolean(), z.null(), z.array(z.unknown())]);
const changes = z.array(z.strictObject({ path: z.string(), from: parameter, to: parameter }));
const yuan = z.number().nonnegative();

export const policiesSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    kind: z.literal("policies"),
    reproduce: z.string().describe("the command line that repeats it; empty where a program asked"),
    seeds: seedList,
    runs: count.describe("that it took"),
    digests: digestList,
    costs: z.strictObject({
      agentHourYuan: yuan.describe("an hour that an agent works"),
      visitYuan: yuan.describe("a visit of a team, whether it finds somebody in or not"),
      assumed: z.array(z.enum(["agentHourYuan", "visitYuan"])).describe("that nobody stated: a choice of ours"),
    }),
    figures: z.array(figureShape),
    policies: z
      .array(
        z.strictObject({
          name: z.string(),
          scenario: z.string(),
          changes: changes.describe("against the first, of parameters that are policy"),
          worldChanges: changes.describe("the same of all others; empty unless that was allowed"),
          means: z
            .array(
              z.strictObject({
                figure: z.string(),
                n: count,
                mean: z.number().nullable(),
                low: z.number().nullable(),
                high: z.number().nullable(),
              }),
            )
            .describe("over the seeds, 95 % by Student's t"),
        }),
      )
      .min(2),
    rows: z
      .array(z.strictObject({ policy: z.string(), ...differenceShape }))
      .describe("each policy but the first, less the first; all of them are one family"),
  })
  .meta({
    title: "Ringfence comparison of policies",
    description:
      "Policies in the same worlds: what each comes to, and what sets it apart from the first, over paired seeds",
  });

/** Policies over the same seeds: figures of each, and differences from the first with intervals. */
export type PolicyComparison = z.infer<typeof policiesSchema>;

/** The JSON Schema (draft 2020-12) of a comparison of policies. */
export function policiesJsonSchema(): object {
  return z.toJSONSchema(policiesSchema, { target: "draft-2020-12" });
}
