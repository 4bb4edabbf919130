/** A comparison as a document: its schema, from which its type follows. */
import { z } from "zod";

/** Raised when a field is taken away or changes its meaning; a new field does not raise it. */
const COMPARISON_SCHEMA_VERSION = 2;
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
  pairsToTell: share.describe("about how many pairs it takes to rule out a worsening by the minimum effect"),
  doubt: z.string().nullable().describe("why the figure must not be used, so that it can tell nothing"),
  verdict: z.enum(["worse", "cannotTell", "notWorse", "same", "better"]),
});

export const comparisonSchema = z.strictObject({
  schemaVersion: z.literal(COMPARISON_SCHEMA_VERSION).default(COMPARISON_SCHEMA_VERSION),
  a: z.string(),
  b: z.string(),
  /** Interleaved pairs of processes, or two files, which are not paired. */
  paired: z.boolean(),
  work: z.string().nullable(),
  orders: z.array(z.enum(["AB", "BA"])),
  minEffect: z.number(),
  outcome: z.enum(["nothingWorse", "regression", "cannotTell"]),
  sameDecisions: z.boolean().nullable().describe("whether the digests agree in every pair; null: not known"),
  metrics: z.array(metric),
  untold: z.array(z.string()).describe("figures of A that B lacks, or that have no ratio and may be worse"),
  notes: z.array(z.string()),
});

export type ComparisonResult = z.infer<typeof comparisonSchema>;
export type Metric = z.infer<typeof metric>;
export type Verdict = Metric["verdict"];

export function comparisonJsonSchema(): object {
  return z.toJSONSchema(comparisonSchema);
}
