import { z } from "zod";
import { figureShape, headShape, judgedShape, pooledFigure } from "./document.ts";

const value = z.union([z.number(), z.string(), z.boolean(), z.null(), z.array(z.unknown())]);

export const variantsSchema = z
  .strictObject({
    ...headShape("sweep", "compare"),
    family: z
      .enum(["all", "figure"])
      .describe("differences whose verdicts reckon with each other: all of them, or those of a figure"),
    over: z.array(z.string()).describe("paths of the parameters that a sweep moves, in the order of their columns"),
    figures: z.array(z.strictObject(figureShape)),
    variants: z
      .array(
        z.strictObject({
          name: z.string(),
          scenario: z.string(),
          parameters: z
            .record(z.string(), value)
            .describe("by path: those that a sweep moves, else those in which it differs from the first"),
          digests: z
            .array(z.string())
            .describe("of its runs, in the order of the seeds: another machine gets the same"),
          figures: z.record(z.string(), pooledFigure),
        }),
      )
      .min(1),
    rows: z
      .array(z.strictObject({ variant: z.string(), figure: z.string(), ...judgedShape }))
      .describe("each variant but the first, less the first"),
  })
  .meta({
    title: "Ringfence study of variants",
    description: "Variants in the same worlds: what each comes to, and what sets it apart from the first",
  });

/** Variants over the same seeds: figures of each, and differences from the first with intervals. */
export type VariantsDocument = z.infer<typeof variantsSchema>;
export type ParameterValue = z.infer<typeof value>;
