/** A comparison as a document: its schema, from which its type follows. */
import { z } from "zod";
import { VERDICTS } from "./verdict.ts";

/** Raised when a field is taken away or changes its meaning; a new field does not raise it. */
export const COMPARISON_SCHEMA_VERSION = 1;

const share = z.number().nullable();

const metric = z.strictObject({
  name: z.string(),
  unit: z.string(),
  better: z.enum(["lower", "higher"]),
  /** Raw, in `unit`: of pairs, both of a pair at the same place; of files, the rounds of each. */
  a: z.array(z.number()).min(1),
  b: z.array(z.number()).min(1),
  /** B against A as a share of A, with its 95 % interval: 0.05 is 5 % more, worse or better as `better` says. */
  change: z.strictObject({ value: z.number(), low: share, high: share }),
  p: z.number().describe("two-sided; signed-rank test on log ratios of pairs, rank-sum test on logarithms of files"),
  pOfAll: z.number().describe("after Holm's correction over all metrics"),
  smallestVisible: share.describe(
    "as a factor less 1: the smallest worsening that about 80 of 100 further comparisons like this one would call worse; " +
      "null where no change could be called, with so few pairs or rounds and so many metrics",
  ),
  pairsToTell: share.describe(
    "about how many pairs it takes to rule out a worsening by the minimum effect, and never below leastPairs; " +
      "null for files, and below six pairs",
  ),
  doubt: z
    .string()
    .nullable()
    .describe("why the figure must not be used, so that the verdict is cannotTell whatever it says; null where it may"),
  verdict: z.enum(VERDICTS),
});

const selfTest = z.strictObject({
  resamples: z.int().positive(),
  injectedFactor: z.number(),
  unlike: z
    .array(z.strictObject({ name: z.string(), verdict: z.enum(["worse", "better"]) }))
    .describe(
      "metrics by which A, in the pairs as they were, was told from itself: then the sides are not treated alike",
    ),
  falseAlarms: z
    .number()
    .describe(
      "share of the comparisons drawn that called any metric worse. They favour neither side, so it shows that the test " +
        "keeps its level for such noise, and nothing of how the sides are treated",
    ),
  caught: z
    .array(z.strictObject({ name: z.string(), share: z.number() }))
    .describe("by metric, the share that called it worse when it was made worse by the factor, and nothing else"),
  passed: z.boolean(),
});

export const comparisonSchema = z.strictObject({
  schemaVersion: z.literal(COMPARISON_SCHEMA_VERSION),
  a: z.string(),
  b: z.string(),
  /** Commits of the checkouts, where the documents name them. */
  commits: z.strictObject({ a: z.string().nullable(), b: z.string().nullable() }),
  /** Interleaved pairs of processes, or two files, which are not paired. */
  paired: z.boolean(),
  /** What checkouts ran; null where none did. */
  work: z.string().nullable(),
  /** The order within each pair; empty for files. */
  orders: z.array(z.enum(["AB", "BA"])),
  /** As a factor less 1. */
  minEffect: z.number(),
  level: z.number(),
  leastPairs: z
    .int()
    .positive()
    .nullable()
    .describe("pairs below which no change of any metric could be called; null for files, and without metrics"),
  outcome: z.enum(["nothingWorse", "regression", "cannotTell"]),
  sameDecisions: z
    .boolean()
    .nullable()
    .describe(
      "whether the digests agree, in every pair; null where that is not known. If they do not, or a result of ringfence " +
        "has none, the outcome is never nothingWorse",
    ),
  metrics: z.array(metric),
  untold: z
    .array(z.string())
    .describe(
      "figures of A that B lacks, or that have no ratio and may be worse: with any, the outcome is never nothingWorse",
    ),
  /** What to bear in mind. */
  notes: z.array(z.string()),
  /** Null unless it was asked for. */
  selfTest: selfTest.nullable(),
});

export type ComparisonResult = z.infer<typeof comparisonSchema>;
export type Metric = z.infer<typeof metric>;
export type SelfTest = z.infer<typeof selfTest>;

export function comparisonJsonSchema(): object {
  return z.toJSONSchema(comparisonSchema);
}
