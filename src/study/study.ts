/**
 * A study: variants of a scenario over seeds, their results, and where these are kept. Every study is run, sharded and
 * written here.
 */
import { join } from "node:path";
import { RingfenceError } from "../core/errors.ts";
import { chooseEngines, loadEngines } from "../detect/engines.ts";
import { sanitiseId } from "../report/directory/run-directory.ts";
import { TypedFile } from "../rows/typed/typed-file.ts";
import type { Scenario } from "../scenario/schema.ts";
import { type CellCounts, CellRunner, type CellRunnerOptions } from "./cells/cell-runner.ts";
import { CellStore } from "./cells/cell-store.ts";
import { type StudyTable, runTable } from "./run-table.ts";

export type StudyVerb = "sweep" | "compare" | "tune" | "calibrate" | "validate";

/** How a study is run and kept, whatever it asks. */
export interface StudyOptions extends Omit<CellRunnerOptions, "store" | "shard"> {
  /**
   * Where runs and results are kept: a directory that is empty, missing, or holds studies, whose runs are not made
   * again; null for a new one below "runs"; left out, nothing is kept.
   */
  readonly directory?: string | null | undefined;
  /** Default: yes. */
  readonly page?: boolean | undefined;
  /** The command line that repeats it, for the document. */
  readonly reproduce?: string | undefined;
  /** Called once all is planned, before the first run. */
  readonly onBegin?: ((directory: string | null) => void) | undefined;
}

export interface Study<Document extends object> {
  readonly verb: StudyVerb;
  /** The first scenario that it runs: it names the directory, and its engines are loaded before anything is written. */
  readonly scenario: Scenario;
  readonly most: number;
  /** Null for a shard. */
  readonly run: (cells: CellRunner) => Promise<Outcome<Document> | null>;
}

export interface Outcome<Document> {
  readonly document: Document;
  /** A row a run; default: all runs that were asked for. */
  readonly table?: StudyTable;
  /** A row a figure, if the document has more than the table of runs. */
  readonly summary?: StudyTable;
  /** A search's result as a file for `--settings`. */
  readonly setting?: string;
}

export interface StudyResult<Document> extends CellCounts {
  /** Null for a shard: the same study without one makes it. */
  readonly document: Document | null;
  readonly table: StudyTable;
  readonly directory: string | null;
  readonly files: readonly string[];
}

/**
 * Runs what is missing and writes the results: the same bytes for any number of workers, shards and interruptions. A
 * shard runs its part and writes nothing else. Throws RingfenceError "usage" for a directory that cannot be used, "io"
 * if the disk refuses, and what the study throws.
 */
export async function runStudy<Document extends object>(
  study: Study<Document>,
  options: StudyOptions & Pick<CellRunnerOptions, "shard">,
): Promise<StudyResult<Document>> {
  const { shard, directory, page = true, onBegin } = options;
  if (shard !== undefined && typeof directory !== "string") {
    throw new RingfenceError("usage", "--shard needs --out DIR: one directory for all shards");
  }
  await loadEngines(chooseEngines(study.scenario));
  const id = sanitiseId(`${study.verb}-${study.scenario.name}`);
  const store = directory === undefined ? undefined : CellStore.open(directory ?? undefined, id);
  onBegin?.(store?.path ?? null);
  const cells = new CellRunner(study.most, { ...options, store });
  let outcome: Outcome<Document> | null;
  try {
    outcome = await study.run(cells);
  } finally {
    await cells.close();
  }
  if (shard !== undefined) outcome = null;
  const table = outcome?.table ?? runTable(cells.asked);
  const files = store && outcome ? await writeOutcome(study, store, outcome, table, page) : [];
  return {
    ...cells.counts,
    document: outcome?.document ?? null,
    table,
    directory: store?.path ?? null,
    files,
  };
}

/** The document of a study, for a program; throws for a shard. */
export async function documentOf<Document extends object>(
  study: Study<Document>,
  options: StudyOptions,
): Promise<Document> {
  const { document } = await runStudy(study, { ...options, shard: undefined });
  return document!;
}

async function writeOutcome<Document extends object>(
  { verb }: Study<Document>,
  store: CellStore,
  { document, summary, setting }: Outcome<Document>,
  table: StudyTable,
  hasPage: boolean,
): Promise<string[]> {
  store.write(`${verb}.json`, `${JSON.stringify(document, null, 2)}\n`);
  writeTable(store, `${verb}.csv`, table);
  writeTable(store, `${verb}.parquet`, table);
  if (summary !== undefined) writeTable(store, `${verb}-summary.csv`, summary);
  if (setting !== undefined) store.write(`${verb}.yaml`, setting);
  if (hasPage) {
    // The library of charts is large.
    const { pageOf } = await import("./page/pages.ts");
    store.write(`${verb}.html`, pageOf(document));
  }
  return [
    ...["json", "csv", "parquet"].map((extension) => `${verb}.${extension}`),
    ...(summary === undefined ? [] : [`${verb}-summary.csv`]),
    ...(setting === undefined ? [] : [`${verb}.yaml`]),
    ...(hasPage ? [`${verb}.html`] : []),
  ];
}

function writeTable(store: CellStore, name: string, { columns, rows }: StudyTable): void {
  const file = TypedFile.create(join(store.path, name), columns, { force: true, spreadsheetSafe: true });
  try {
    file.writeRows(rows);
    file.finish();
  } catch (error) {
    file.discard();
    throw error;
  }
}
