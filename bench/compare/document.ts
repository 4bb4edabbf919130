/**
 * What a comparison reads: results of benches, and of reports of runs what they decided. Only what is compared is
 * checked: an older checkout may lack newer fields, a newer one have more.
 */
import { z } from "zod";
import { REPORT_SCHEMA_VERSION } from "../../src/report/document.ts";
import { SMOKE_WARNING } from "../harness/bench.ts";
import { repeatedNames } from "../harness/measurement.ts";
import { BENCH_SCHEMA_VERSION } from "../harness/result.ts";

const setting = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const figureSchema = z.object({
  name: z.string(),
  unit: z.string(),
  better: z.enum(["lower", "higher"]),
  samples: z.array(z.number()).min(1).max(1000),
  /** Whether it tells how others came about, and is no aim in itself. */
  diagnostic: z.boolean().default(false),
  /** Why it must not be used; null where it may. */
  doubt: z.string().nullable().default(null),
});
/** A figure by which two programs are compared. */
export type Figure = Readonly<z.infer<typeof figureSchema>>;

const machineSchema = z
  .object({
    cpu: z.string(),
    cores: z.number(),
    quotaCores: z.number().nullable(),
    quotaKnown: z.boolean(),
    memoryMiB: z.number(),
    os: z.string(),
    node: z.string(),
    flags: z.array(z.string()),
  })
  .partial();

export interface ComparableDocument {
  /** Null of a run: it does the same each time, so that its processor time tells. */
  readonly figures: readonly Figure[] | null;
  readonly machine: z.infer<typeof machineSchema>;
  readonly digest: string | null;
  /** Of a bench: two files with the same are one result. */
  readonly startedAt: string | null;
  /** What was done: the same for both, or there is nothing to compare. */
  readonly work: Readonly<Record<string, z.infer<typeof setting>>>;
  /** Why its figures must not be used; none where they may. */
  readonly problems: readonly string[];
  /** What it asks its readers to bear in mind. */
  readonly warnings: readonly string[];
}

const benchDocument = z.object({
  schemaVersion: z.literal(BENCH_SCHEMA_VERSION),
  kind: z.string(),
  size: z.string(),
  seed: z.number(),
  settings: z.record(z.string(), setting),
  digest: z.string().nullable(),
  startedAt: z.string(),
  valid: z.boolean(),
  problems: z.array(z.string()),
  warnings: z.array(z.string()),
  environment: machineSchema,
  measurements: z.array(figureSchema),
});

const runDocument = z.object({
  // What is read has had the same names in all versions.
  schemaVersion: z.int().min(1).max(REPORT_SCHEMA_VERSION),
  scenario: z.string(),
  seed: z.number(),
  workers: z.number(),
  digest: z.string(),
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
  if (!run.success) return null;
  const { digest, scenario, seed, workers } = run.data;
  const work = { scenario, seed, workers };
  return { figures: null, machine: {}, digest, startedAt: null, problems: [], warnings: [], work };
}

function ofBench(document: z.infer<typeof benchDocument>): ComparableDocument {
  const { kind, size, seed, settings, digest, startedAt, environment, measurements, valid, problems } = document;
  const doubtOfAll = size === "smoke" ? SMOKE_WARNING : null;
  const repeated = repeatedNames(measurements).map((name) => `several figures are called "${name}"`);
  return {
    figures: measurements.map((one) => ({ ...one, doubt: one.doubt ?? doubtOfAll })),
    machine: environment,
    digest,
    startedAt,
    problems: [...problems, ...(valid || problems.length > 0 ? [] : ["it says so itself"]), ...repeated],
    warnings: document.warnings.filter((text) => text !== SMOKE_WARNING),
    work: { kind, size, seed, ...settings },
  };
}
