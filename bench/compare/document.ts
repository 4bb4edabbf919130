/**
 * The documents that a comparison reads: results of benches (bench.json, `bench --json`) and reports of runs
 * (report.json, `run --json`). Only what is compared is checked: an older checkout may lack newer fields, a newer one
 * have more.
 */
import { z } from "zod";
import { REPORT_SCHEMA_VERSION } from "../../src/report/schema.ts";
import { repeatedNames } from "../harness/measurement.ts";
import { SMOKE_WARNING } from "../harness/bench.ts";
import { BENCH_SCHEMA_VERSION } from "../harness/result.ts";

/** As many rounds as a bench can be told to take; every sample of A is compared with every one of B. */
const MAX_SAMPLES = 1000;

const number = z.number().nullable();
const setting = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const measured = z.object({
  name: z.string().max(10_000),
  unit: z.string().max(10_000),
  better: z.enum(["lower", "higher"]),
  value: z.number(),
  /** What `value` is the median of: rounds of a bench. */
  samples: z.array(z.number()).min(1).max(MAX_SAMPLES),
  /** Whether it tells how others came about, and is no aim in itself. */
  diagnostic: z.boolean(),
  /** Why it must not be used; null where it may. */
  doubt: z.string().max(10_000).nullable(),
});
/** A figure by which two programs are compared. */
export const figureSchema = measured.extend({
  /** Whether it was read from outside the program: of a short run it may be missing, and nothing is amiss. */
  watched: z.boolean(),
});
export type Figure = Readonly<z.infer<typeof figureSchema>>;

const machineSchema = z.object({
  cpu: z.string(),
  cores: z.number(),
  quotaCores: number,
  quotaKnown: z.boolean().optional(),
  memoryMiB: z.number(),
  os: z.string(),
  node: z.string(),
  flags: z.array(z.string()),
});
const commitSchema = z.object({ commit: z.string().nullable(), dirty: z.boolean().nullable() });

export const comparableSchema = z.object({
  figures: z.array(figureSchema),
  /**
   * A run does the same each time, so that the processor time of its process tells; a bench goes on for as long as it
   * was told.
   */
  isFixedWork: z.boolean(),
  /** As much as it tells of the machine: a report lacks quota and flags. */
  machine: machineSchema.partial(),
  /** Null in the report of a run, which does not name it. */
  commit: commitSchema.nullable(),
  digest: z.string().nullable(),
  /** What no other result has, in words, so that none is compared with itself; null where it does not say. */
  sitting: z.string().nullable(),
  /** What was done: the same for both, or there is nothing to compare. */
  work: z.record(z.string(), setting),
  /** Why its figures must not be used; none where they may. */
  problems: z.array(z.string()),
  /** What it asks its readers to bear in mind. */
  warnings: z.array(z.string()),
});
export type ComparableDocument = Readonly<z.infer<typeof comparableSchema>>;

/** The figure of this name that a document has, and that processes are watched for. */
export const PEAK_MEMORY = "peak memory";

const benchDocument = z.object({
  schemaVersion: z.literal(BENCH_SCHEMA_VERSION),
  kind: z.string(),
  size: z.string(),
  seed: z.number(),
  settings: z.record(z.string(), setting),
  digest: z.string().nullable(),
  startedAt: z.string().optional(),
  valid: z.boolean().optional(),
  problems: z.array(z.string()),
  warnings: z.array(z.string()).default([]),
  environment: machineSchema.extend(commitSchema.shape),
  measurements: z.array(
    measured.extend({
      diagnostic: measured.shape.diagnostic.default(false),
      doubt: measured.shape.doubt.default(null),
    }),
  ),
});

const runDocument = z.object({
  // What is compared has had the same names in all versions.
  schemaVersion: z.int().min(1).max(REPORT_SCHEMA_VERSION),
  scenario: z.string(),
  seed: z.number(),
  workers: z.number(),
  digest: z.string(),
  performance: z.object({
    eventsPerSecond: z.number(),
    peakRssMiB: z.number(),
    wallSeconds: z.number().optional(),
    node: z.string().optional(),
    machine: machineSchema.omit({ node: true, flags: true }).extend({ quotaCores: number.optional() }).optional(),
  }),
});

/** What `text` says if it is the result of a bench or the report of a run, and null if it is neither. */
export function readDocument(text: string): ComparableDocument | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const bench = benchDocument.safeParse(json);
  if (bench.success) return ofBench(bench.data);
  const run = runDocument.safeParse(json);
  return run.success ? ofRun(run.data) : null;
}

function ofBench(document: z.infer<typeof benchDocument>): ComparableDocument {
  const { kind, size, seed, settings, digest, startedAt, environment, measurements, warnings } = document;
  const doubtOfAll = size === "smoke" ? SMOKE_WARNING : null;
  const invalid = document.valid === false && document.problems.length === 0 ? ["it says so itself"] : [];
  return {
    figures: measurements.map((one) => ({ ...one, doubt: one.doubt ?? doubtOfAll, watched: false })),
    isFixedWork: false,
    machine: environment,
    commit: environment,
    digest,
    sitting: startedAt === undefined ? null : `measured at ${startedAt}`,
    problems: [...document.problems, ...invalid, ...repeated(measurements)],
    warnings: warnings.filter((text) => text !== doubtOfAll),
    work: { kind, size, seed, ...settings },
  };
}

/** Earlier versions gave a name twice, and then it cannot be told which figure of another result belongs to which. */
function repeated(figures: readonly Pick<Figure, "name">[]): string[] {
  return repeatedNames(figures).map((name) => `several figures are called "${name}": measure one series at a time`);
}

function ofRun({ scenario, seed, workers, digest, performance }: z.infer<typeof runDocument>): ComparableDocument {
  const { eventsPerSecond, peakRssMiB, wallSeconds, node, machine } = performance;
  return {
    figures: [
      figureOf("throughput of the main arm", "events/s", "higher", eventsPerSecond),
      figureOf(PEAK_MEMORY, "MiB", "lower", peakRssMiB),
    ],
    isFixedWork: true,
    machine: { ...machine, ...(node !== undefined && { node }) },
    commit: null,
    digest,
    // A time alone is of milliseconds, which two runs may share.
    sitting: wallSeconds === undefined ? null : `of the run that took ${wallSeconds} s and ${peakRssMiB} MiB`,
    problems: [],
    warnings: [],
    work: { scenario, seed, workers },
  };
}

/** A figure of one sample. */
export function figureOf(
  name: string,
  unit: string,
  better: Figure["better"],
  value: number,
  { watched } = { watched: false },
): Figure {
  return { name, unit, better, value, samples: [value], diagnostic: false, doubt: null, watched };
}

/** What differs between the work of two documents, in words: two kinds of bench have nothing else to compare. */
export function workDifferences(a: ComparableDocument, b: ComparableDocument): string[] {
  const all = [...new Set([...Object.keys(a.work), ...Object.keys(b.work)])];
  const keys = a.work["kind"] === b.work["kind"] ? all : ["kind"];
  return keys
    .filter((key) => a.work[key] !== b.work[key])
    .map((key) => `${key}: ${String(a.work[key] ?? "none")} against ${String(b.work[key] ?? "none")}`);
}
