/**
 * The result of a bench as a document: its schema, from which its type follows. What a kind adds goes into `details`.
 */
import { z } from "zod";
import { comparisonSchema, measurementSchema } from "./measurement.ts";

/** Raised when a field is taken away or changes its meaning; a new field does not raise it. */
export const BENCH_SCHEMA_VERSION = 2;

const BENCH_KINDS = ["micro", "pipeline", "open-loop", "scaling", "pareto"] as const;
export type BenchKind = (typeof BENCH_KINDS)[number];

/** Sizes of a bench: full for figures to publish, smoke to see that it runs. */
export const BENCH_SIZES = ["full", "smoke"] as const;
export type BenchSize = (typeof BENCH_SIZES)[number];

const figure = z.number().nullable();

const environmentSchema = z.strictObject({
  cpu: z.string(),
  cores: z.int().positive(),
  quotaCores: figure.describe("cores that control groups grant; null where none limits them, or that cannot be told"),
  quotaKnown: z.boolean().describe("whether that can be told"),
  memoryMiB: z.int(),
  os: z.string(),
  node: z.string(),
  v8: z.string(),
  flags: z.array(z.string()).describe("of Node and NODE_OPTIONS"),
  load: z.number().describe("processes that wanted to run, on average over the last minute, when it began"),
  version: z.string(),
  timerStepUs: z.number(),
  wakeLateUs: z.number().describe("how late a thread woke that slept for 1 ms, at worst"),
  noise: z.number().describe("standard deviation of the times of the same work, as a share of their mean"),
  commit: z.string().nullable(),
  dirty: z.boolean().nullable(),
});

export type Environment = Readonly<z.infer<typeof environmentSchema>>;

export const benchResultSchema = z.strictObject({
  schemaVersion: z.literal(BENCH_SCHEMA_VERSION),
  kind: z.enum(BENCH_KINDS),
  size: z.enum(BENCH_SIZES),
  reproduce: z.string(),
  startedAt: z.iso.datetime(),
  wallSeconds: z.number(),
  environment: environmentSchema,
  othersBusyCores: z.number().describe("cores that other work kept busy meanwhile"),
  seed: z.int().nonnegative(),
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** Over the decisions that were made while measuring, 16 hexadecimal digits; null where none were. */
  digest: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .nullable(),
  /** False when the figures must not be used, with the reasons in `problems`. */
  valid: z.boolean(),
  problems: z.array(z.string()),
  warnings: z.array(z.string()),
  measurements: z.array(measurementSchema),
  comparisons: z.array(comparisonSchema),
  /** What only this kind has: histograms, points, spectra. */
  details: z.json(),
});

export type BenchResult = z.infer<typeof benchResultSchema>;

export function benchJsonSchema(): object {
  return z.toJSONSchema(benchResultSchema);
}
