/** What the documents of all studies have in common, with their JSON Schemas. */
import { z } from "zod";
import { packageVersion } from "../core/program.ts";
import { count } from "../report/head.ts";
import { VERDICT_NAMES } from "./differences.ts";
import { FIGURE_UNITS, type FigureUnit, type StudyFigure } from "./figures.ts";

const SCHEMA_VERSION = 2 as const;

export type StudyVerb = "sweep" | "compare" | "tune" | "calibrate" | "validate";

export const seedList = z.array(z.int().nonnegative()).min(1).max(100_000).describe("each a world of its own");

export function headShape<Verb extends StudyVerb>(...verbs: readonly [Verb, ...Verb[]]) {
  return {
    schemaVersion: z.literal(SCHEMA_VERSION),
    study: z.enum(verbs),
    version: z.string().describe("of Ringfence"),
    reproduce: z.string().describe("the command line that repeats it; empty where a program asked"),
    scenario: z.string(),
    seeds: seedList,
    runs: count.describe("that it took, those that were there before included"),
  };
}

export function headOf<Verb extends StudyVerb>(
  study: Verb,
  stated: { scenario: string; seeds: readonly number[]; runs: number; reproduce?: string | undefined },
) {
  const { scenario, seeds, runs, reproduce = "" } = stated;
  const version = packageVersion();
  return { schemaVersion: SCHEMA_VERSION, study, version, reproduce, scenario, seeds: [...seeds], runs };
}

export const finite = z.number().nullable();
const probability = z.number().min(0).max(1).nullable();

export const judgedShape = {
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
    .enum(VERDICT_NAMES)
    .describe("sure: pHolm below 0.05; same: equal with every seed; no figure: a side has none"),
  seedsToTell: count
    .nullable()
    .describe("where it cannot be told: about so many seeds would in 80 of 100 studies, if the difference is as here"),
};

export const figureShape = {
  name: z.string(),
  words: z.string(),
  unit: z.enum(Object.keys(FIGURE_UNITS) as [FigureUnit, ...FigureUnit[]]),
  better: z.enum(["higher", "lower"]).nullable(),
};

/** A figure as documents name it. */
export type NamedFigure = Pick<StudyFigure, "name" | "words" | "unit" | "better">;

export function namedOf({ name, words, unit, better }: NamedFigure): NamedFigure {
  return { name, words, unit, better };
}

export const pooledFigure = z
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

export const movedParameter = z.strictObject({
  parameter: z.string(),
  low: z.number(),
  high: z.number(),
  before: z.number().describe("as it was"),
  tuned: z.number().describe("as it was chosen"),
});

export type MovedParameter = z.infer<typeof movedParameter>;
