/**
 * What a comparison reads: results of benches, and of reports of runs what they decided. Only what is compared is
 * checked: an older checkout may lack newer fields, a newer one have more.
 */
import { z } from "zod";
import { REPORT_SCHEMA_VERSION } from "../../src/report/document.ts";
import { SMOKE_WARNING } from "../harness/bench.ts";
import { measurementSchema, repeatedNames } from "../harness/measurement.ts";
import { type BenchResult, benchResultSchema, type Environment } from "../harness/result.ts";

const figureSchema = z.object({
  ...measurementSchema.pick({ name: true, unit: true, better: true }).shape,
  samples: measurementSchema.shape.samples.max(1000),
  diagnostic: measurementSchema.shape.diagnostic.default(false),
  doubt: measurementSchema.shape.doubt.default(null),
});
export type Figure = Readonly<z.infer<typeof figureSchema>>;

export interface ComparableDocument {
  /** Null of a run: it does the same each time, so that its processor time tells. */
  readonly figures: readonly Figure[] | null;
  readonly machine: Partial<Environment>;
  readonly digest: string | null;
  /** Of a bench: two files with the same are one result. */
  readonly startedAt: string | null;
  /** What was done: the same for both, or there is nothing to compare. */
  readonly work: BenchResult["settings"];
  /** Why its figures must not be used; none where they may. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

const { shape } = benchResultSchema;
const benchDocument = z.object({
  schemaVersion: shape.schemaVersion,
  settings: shape.settings,
  valid: shape.valid,
  problems: shape.problems,
  warnings: shape.warnings,
  digest: z.string().nullable(),
  kind: z.string(),
  size: z.string(),
  seed: z.number(),
  startedAt: z.string(),
  environment: z.looseObject({}),
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

function ofBench({ valid, measurements, ...document }: z.infer<typeof benchDocument>): ComparableDocument {
  const { kind, size, seed, settings, startedAt, environment } = document;
  const doubtOfAll = size === "smoke" ? SMOKE_WARNING : null;
  const repeated = repeatedNames(measurements).map((name) => `several figures are called "${name}"`);
  return {
    figures: measurements.map((one) => ({ ...one, doubt: one.doubt ?? doubtOfAll })),
    machine: environment,
    digest: document.digest,
    startedAt,
    problems: [
      ...document.problems,
      ...(valid || document.problems.length > 0 ? [] : ["it says so itself"]),
      ...repeated,
    ],
    warnings: document.warnings.filter((text) => text !== SMOKE_WARNING),
    work: { kind, size, seed, ...settings },
  };
}
