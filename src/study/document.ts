/** The documents of studies, with their JSON Schemas. */
import { z } from "zod";
import { count } from "../report/head.ts";
import { FIGURE_UNITS, type FigureUnit } from "./figures.ts";

const seedList = z.array(z.int().nonnegative()).min(1).max(100_000).describe("each a world of its own");

/** What every document begins with. */
export const headShape = {
  schemaVersion: z.literal(2),
  study: z.string().describe("the verb of ringfence study"),
  version: z.string().describe("of Ringfence"),
  reproduce: z.string().describe("the command line that repeats it; empty where a program asked"),
  scenario: z.string(),
  seeds: seedList,
  runs: count.describe("that it took, those that were there before included"),
};
export type Head = { readonly [Name in keyof typeof headShape]: z.infer<(typeof headShape)[Name]> };

export const finite = z.number().nullable();
const probability = z.number().min(0).max(1).nullable();

const judged = z.strictObject({
  difference: z
    .strictObject({
      n: count.describe("seeds in which both sides have the figure"),
      mean: finite,
      low: finite,
      high: finite,
      deviation: finite.describe("standard deviation of the difference between seeds"),
      p: probability.describe("two-sided, by Student's t over the seeds"),
    })
    .describe("seed by seed; 95 % by Student's t for this difference alone, null below two seeds"),
  pHolm: probability.describe("p, corrected for all differences of its family (Holm)"),
  verdict: z
    .enum(["sure", "cannot tell", "same", "no figure"])
    .describe("sure: pHolm below 0.05; same: equal with every seed; no figure: a side has none"),
  seedsToTell: count
    .nullable()
    .describe("where it cannot be told: about so many seeds would in 80 of 100 studies, if the difference is as here"),
});
/** A difference over paired seeds, and whether it differs from 0. */
export type Judged = z.infer<typeof judged>;

const figureShape = {
  name: z.string(),
  words: z.string(),
  unit: z.enum(Object.keys(FIGURE_UNITS) as [FigureUnit, ...FigureUnit[]]),
  better: z.enum(["higher", "lower"]).nullable(),
};

/** A figure as documents name it. */
export type NamedFigure = z.infer<z.ZodObject<typeof figureShape>>;

export function namedOf({ name, words, unit, better }: NamedFigure): NamedFigure {
  return { name, words, unit, better };
}

const pooledFigure = z
  .strictObject({
    value: finite,
    low: finite,
    high: finite,
    n: count.describe("trials of a rate; of anything else the seeds that have a value"),
  })
  .meta({
    id: "PooledFigure",
    description:
      "A figure over several seeds with its 95 % interval between worlds, whose bounds are null below two of them. " +
      "Rates are pooled over seeds, all else is a mean of a run; null over nothing",
  });

export type Pooled = z.infer<typeof pooledFigure>;

const value = z.union([z.number(), z.string(), z.boolean(), z.null(), z.array(z.unknown())]);

export const variantsSchema = z
  .strictObject({
    ...headShape,
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
      .array(z.strictObject({ variant: z.string(), figure: z.string(), ...judged.shape }))
      .describe("each variant but the first, less the first"),
  })
  .meta({
    title: "Ringfence study of variants",
    description: "Variants in the same worlds: what each comes to, and what sets it apart from the first",
  });

/** Variants over the same seeds: figures of each, and differences from the first with intervals. */
export type VariantsDocument = z.infer<typeof variantsSchema>;
export type ParameterValue = z.infer<typeof value>;

const onBoth = z.strictObject({
  tuning: pooledFigure.describe("on the seeds that chose the setting"),
  heldOut: pooledFigure.describe("on seeds that had no part in it"),
});
const keeping = z
  .enum(["kept", "cannot tell", "broken"])
  .describe("kept: by the bound of the interval; cannot tell: by the value alone");
const bound = z.strictObject({ ...pooledFigure.shape, verdict: keeping });

export const tuningSchema = z
  .strictObject({
    ...headShape,
    heldOut: seedList,
    searchSeed: count.describe("of the search's own draws"),
    budget: count.describe("runs on the tuning seeds at most"),
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
    over: z.array(
      z.strictObject({
        parameter: z.string(),
        low: z.number(),
        high: z.number(),
        before: z.number().describe("as it was"),
        tuned: z.number().describe("as it was chosen"),
      }),
    ),
    constraints: z
      .array(z.strictObject({ figure: z.string(), constraint: z.string(), tuning: keeping, heldOut: keeping }))
      .describe("of the chosen setting; what their figures come to is in figures"),
    figures: z
      .array(z.strictObject({ ...figureShape, before: onBoth, tuned: onBoth, ...judged.shape }))
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
