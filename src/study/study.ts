/**
 * A study: variants of a scenario over seeds, what their runs come to, and where that is kept. Whatever question a
 * study asks, it is run, resumed, parted into shards and written by what is here.
 */
import { join } from "node:path";
import { RingfenceError } from "../core/errors.ts";
import { chooseEngines, loadEngines } from "../detect/engines.ts";
import { sanitiseId } from "../report/directory/run-directory.ts";
import { TypedFile } from "../rows/typed/typed-file.ts";
import type { Scenario } from "../scenario/schema.ts";
import { canonicalJson } from "./cells/cell-key.ts";
import { type CellCounts, CellRunner, type CellRunnerOptions, RoundIsOver, type Shard } from "./cells/cell-runner.ts";
import { CellStore } from "./cells/cell-store.ts";
import { removeLeftClaims } from "./cells/claims.ts";
import { MAX_FILES } from "./cells/numbered-files.ts";
import type { StudySection } from "./page/study-page.ts";
import { type StudyTable, runTable } from "./run-table.ts";

export type StudyVerb = "sweep" | "ablate" | "policies" | "tune" | "calibrate" | "validate" | "coverage";

/** How a study is run and kept: the same for all of them, and no part of what it asks. */
export interface StudyOptions extends Omit<CellRunnerOptions, "store"> {
  /**
   * Where runs and results are kept: a directory that is empty or not there yet, or holds other studies; null for one
   * of its own below "runs"; left out, nothing is kept.
   */
  readonly directory?: string | null | undefined;
  /** `directory` may hold this very study: it goes on, with what is stated here in place of what was stated before. */
  readonly resume?: boolean | undefined;
  /** Whether the directory gets a page; left out: yes. */
  readonly page?: boolean | undefined;
  /** The command line that repeats it, for the document. */
  readonly reproduce?: string | undefined;
  /** What a command line stated, to be found again by who resumes it. */
  readonly asked?: object | undefined;
  /** Given what runs the cells, once nothing is run yet: who ends the process gives back what is under way. */
  readonly onCells?: ((cells: CellRunner) => void) | undefined;
  /** Called once all is planned and nothing is run yet. */
  readonly onBegin?: ((directory: string | null) => void) | undefined;
}

/** What a study asks, and how it answers. */
export interface Study<Document extends object> {
  readonly verb: StudyVerb;
  /** The first of those that it runs: it names the directory, and its engines are there before anything is written. */
  readonly scenario: Scenario;
  /** All that the document depends on. */
  readonly statement: object;
  /** Runs that it takes at most. */
  readonly most: number;
  /** Null where other shards have not come as far. */
  readonly run: (cells: CellRunner) => Promise<Outcome<Document> | null>;
}

/** What a study comes to. */
export interface Outcome<Document> {
  readonly document: Document;
  /** A row a run; left out: of all runs that were asked for. */
  readonly table?: StudyTable;
  /** What the document says, a row a figure, where that is more than the table of runs. */
  readonly summary?: StudyTable;
  /** The setting that a search found, as a file for `--settings`. */
  readonly setting?: string;
  /** The library of charts is large, and loaded where it is needed. */
  readonly page: () => Promise<string>;
  /** What is worth a look before all runs are there, for the page of a study that is alive. */
  readonly soFar?: () => Promise<readonly StudySection[]>;
}

export interface StudyResult<Document> extends CellCounts {
  /** Runs that it takes at most. */
  readonly most: number;
  /** Null where runs of others are missing. */
  readonly document: Document | null;
  readonly table: StudyTable;
  readonly directory: string | null;
  /** Names of files in the directory. */
  readonly files: readonly string[];
}

/**
 * Runs what is not there yet, and writes what it comes to once all is there: the same bytes for any number of workers,
 * shards and interruptions. Throws RingfenceError "usage" for a directory that cannot be used, "io" where the disk
 * refuses, and what the study throws.
 */
export async function runStudy<Document extends object>(
  study: Study<Document>,
  options: StudyOptions,
): Promise<StudyResult<Document>> {
  const { shard, share, page = true, onBegin } = options;
  checkShard(options);
  await loadEngines(chooseEngines(study.scenario));
  const store = openStore(study, options);
  onBegin?.(store?.path ?? null);
  const cells = new CellRunner(study.most, { ...options, store }, study.verb);
  options.onCells?.(cells);
  if (share?.mode !== "look") store?.log(`${study.verb} begins: at most ${study.most} cells${shardWords(shard)}`);
  try {
    const outcome = await outcomeOf(study, cells);
    const { counts } = cells;
    const table = outcome?.table ?? runTable(cells.asked);
    const isWritten = outcome !== null && counts.missing === 0 && share?.isDry !== true;
    if (isWritten) cells.does("writing");
    const files = store && isWritten ? await writeOutcome(study, store, outcome, table, page) : [];
    if (store && isWritten) removeLeftClaims(store.path, (key) => cells.isKept(key));
    return {
      ...counts,
      most: study.most,
      document: outcome?.document ?? null,
      table,
      directory: store?.path ?? null,
      files,
    };
  } finally {
    cells.does(null);
  }
}

/** Null where cells are missing that this process does not wait for. */
async function outcomeOf<Document extends object>(
  study: Study<Document>,
  cells: CellRunner,
): Promise<Outcome<Document> | null> {
  try {
    return await study.run(cells);
  } catch (error) {
    if (error instanceof RoundIsOver) return null;
    throw error;
  } finally {
    await cells.close();
  }
}

/** The document of a study that was asked for by a program, which has no use for half of it. */
export async function documentOf<Document extends object>(
  study: Study<Document>,
  options: StudyOptions,
): Promise<Document> {
  const { document, missing } = await runStudy(study, options);
  if (document !== null) return document;
  throw new RingfenceError("noData", `${missing} runs of others are not there yet: who ends last has it`);
}

async function writeOutcome<Document extends object>(
  { verb }: Study<Document>,
  store: CellStore,
  { document, summary, setting, page }: Outcome<Document>,
  table: StudyTable,
  hasPage: boolean,
): Promise<string[]> {
  store.write(`${verb}.json`, `${JSON.stringify(document, null, 2)}\n`);
  writeTable(store, `${verb}.csv`, table);
  writeTable(store, `${verb}.parquet`, table);
  if (summary !== undefined) writeTable(store, `${verb}-summary.csv`, summary);
  if (setting !== undefined) store.write(`${verb}.yaml`, setting);
  if (hasPage) store.write(`${verb}.html`, await page());
  store.log(`${verb} is complete: its results are written`);
  return [
    ...["json", "csv", "parquet"].map((extension) => `${verb}.${extension}`),
    ...(summary === undefined ? [] : [`${verb}-summary.csv`]),
    ...(setting === undefined ? [] : [`${verb}.yaml`]),
    ...(hasPage ? [`${verb}.html`] : []),
  ];
}

/** Whole or not at all, over that of an earlier state of the study. */
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

function checkShard({ shard, share, directory }: StudyOptions): void {
  if (share !== undefined && shard !== undefined) {
    throw new RingfenceError("usage", "--share and --shard part a study in two ways: take one of them");
  }
  if (share !== undefined && share.mode !== "look" && typeof directory !== "string") {
    throw new RingfenceError("usage", "--share needs --out DIR: one directory for all who share the study");
  }
  if (shard === undefined) return;
  if (!isShard(shard)) {
    throw new RingfenceError("usage", `a shard is ${SHARD_WORDS}, but found ${shard.index}/${shard.of}`);
  }
  if (typeof directory !== "string") {
    throw new RingfenceError("usage", "--shard needs --out DIR: one directory for all shards");
  }
}

/** What a shard may be. Each of them keeps a file of cells. */
export const SHARD_WORDS = `i/n, from 1/n to n/n, with n up to ${MAX_FILES}`;

/** Whether it is one of so many parts. */
export function isShard({ index, of }: Shard): boolean {
  return Number.isInteger(index) && Number.isInteger(of) && index >= 1 && index <= of && of <= MAX_FILES;
}

function shardWords(shard: Shard | undefined): string {
  return shard === undefined ? "" : `, as shard ${shard.index}/${shard.of}`;
}

type AnyStudy = Pick<Study<object>, "verb" | "scenario" | "statement">;

function openStore(study: AnyStudy, options: StudyOptions): CellStore | undefined {
  const { directory: path, resume, shard, share } = options;
  if (path === undefined) return undefined;
  const isJoined = shard !== undefined || share !== undefined;
  if (path !== null && isJoined && resume !== true) return joinStore(path, study, options);
  if (path !== null && CellStore.isStudy(path, study.verb) && resume !== true) throw taken(path, study);
  const goesOn = path !== null && (CellStore.isStudy(path) || (resume === true && CellStore.isBegun(path)));
  const store = goesOn
    ? CellStore.open(path)
    : CellStore.create(path ?? undefined, sanitiseId(`${study.verb}-${study.scenario.name}`));
  return withStatement(store, study, options);
}

function taken(path: string, { verb }: AnyStudy): RingfenceError {
  const advice = "--resume goes on with it (with other seeds and values too); for a new one, name another or remove it";
  return new RingfenceError("usage", `--out ${path} holds a study of ${verb}: ${advice}`);
}

const JOIN_TRIES = 40;
const JOIN_GAP_MS = 50;

/** Shards start in any order, perhaps at once: the first makes the directory, and the others find the same study. */
function joinStore(path: string, study: AnyStudy, options: StudyOptions): CellStore {
  for (let tries = 1; ; tries++) {
    if (CellStore.isStudy(path, study.verb)) {
      const store = CellStore.open(path);
      if (canonicalJson(store.readStatement(study.verb)) === canonicalJson(plain(study, options))) return store;
      const advice = "give all who share it the same options, or widen the study with --resume first";
      throw new RingfenceError("usage", `${path} holds another study: ${advice}`);
    }
    try {
      const store = CellStore.isStudy(path) ? CellStore.open(path) : CellStore.create(path, study.verb);
      return withStatement(store, study, options);
    } catch (error) {
      if (tries >= JOIN_TRIES) throw error;
      // Another shard is writing its study there.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, JOIN_GAP_MS);
    }
  }
}

function withStatement(store: CellStore, study: AnyStudy, options: StudyOptions): CellStore {
  try {
    const stated = plain(study, options);
    // What stands there already is left alone: others may be reading it.
    const isThere = CellStore.isStudy(store.path, study.verb) && options.share !== undefined;
    if (isThere && options.share?.isDry === true) return store;
    if (!isThere || canonicalJson(store.readStatement(study.verb)) !== canonicalJson(stated)) {
      store.writeStatement(study.verb, stated);
    }
    return store;
  } catch (error) {
    store.abandon();
    throw error;
  }
}

/** As it will be read again. */
function plain({ verb, statement }: AnyStudy, { asked }: StudyOptions): object {
  return JSON.parse(JSON.stringify({ study: verb, ...statement, ...(asked === undefined ? {} : { asked }) })) as object;
}
