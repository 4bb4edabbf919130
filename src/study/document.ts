import { z } from "zod";
import { packageVersion } from "../core/version.ts";
import { count } from "../report/head.ts";
import { FIGURE_UNITS, type FigureUnit } from "./figures.ts";
import type { StudyVerb } from "./study.ts";

const SCHEMA_VERSION = 1;

export const seedList = z.array(z.int().nonnegative()).min(1).max(100_000).describe("each a world of its own");

export function headShape<Verb extends StudyVerb>(verb: Verb) {
  return {
    schemaVersion: z.literal(SCHEMA_VERSION),
    study: z.literal(verb),
    version: z.string().describe("of Ringfence"),
    reproduce: z.string().describe("the command line that repeats it; empty where a program asked"),
    scenario: z.string(),
    seeds: seedList,
    runs: count.describe("that it took, those that were there before included"),
  };
}

interface StudyHead<Verb extends StudyVerb> {
  schemaVersion: typeof SCHEMA_VERSION;
  study: Verb;
  version: string;
  reproduce: string;
  scenario: string;
  seeds: number[];
  runs: number;
}

export function headOf<Verb extends StudyVerb>(
  study: Verb,
  stated: { scenario: string; seeds: readonly number[]; runs: number; reproduce?: string | undefined },
): StudyHead<Verb> {
  const { scenario, seeds, runs, reproduce = "" } = stated;
  return {
    schemaVersion: SCHEMA_VERSION,
    study,
    version: packageVersion(),
    reproduce,
    scenario,
    seeds: [...seeds],
    runs,
  };
}

export const finite = z.number().nullable();
const probability = z.number().min(0).max(1).nullable();

export const differenceShape = {
  figure: z.string(),
  base: finite.describe("mean over the seeds that have the figure"),
  value: finite.describe("the same of the other side"),
  difference: z
    .strictObject({
      n: count.describe("seeds in which both sides have the figure"),
      mean: finite,
      low: finite,
      high: finite,
      deviation: finite.describe("standard deviation of the difference between seeds"),
      p: probability.describe("two-sided, by Student's t over the seeds"),
    })
    .describe("value less base, seed by seed; 95 % by Student's t for this difference alone, null below two seeds"),
  pHolm: probability.describe("p, corrected for all differences of its family (Holm)"),
  verdict: z
    .enum(["sure", "cannot tell", "same", "no figure"])
    .describe("sure: pHolm below 0.05; same: equal with every seed; no figure: a side has none"),
  seedsToTell: count
    .nullable()
    .describe("where it cannot be told: about so many seeds would in 80 of 100 studies, if the difference is as here"),
};

export const figureUnit = z.enum(Object.keys(FIGURE_UNITS) as [FigureUnit, ...FigureUnit[]]);

export const figureShape = z.strictObject({
  name: z.string(),
  words: z.string(),
  unit: figureUnit,
  better: z.enum(["higher", "lower"]).nullable(),
});

export const digestList = z
  .array(z.string())
  .describe("of the runs of the first side, in the order of the seeds: another machine gets the same");

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

export function jsonSchemaOf(schema: z.ZodType): object {
  return z.toJSONSchema(schema, { target: "draft-2020-12" });
}
