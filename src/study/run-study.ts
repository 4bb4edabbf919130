/**
 * A study: many named scenarios, each with many seeds, of which what was run before is not run again. Sweeps,
 * ablations, policies and tuning are such lists.
 */
import { messageOf } from "../core/errors.ts";
import { loadEngines } from "../detect/engines.ts";
import type { ArmName } from "./variants/arms.ts";
import { cellKey } from "./cell-key.ts";
import { inLanes, type LaneOptions } from "./lanes.ts";
import { type Cell, type CellResult, runCell } from "./run-cell.ts";
import type { CellRecord, StudyDirectory } from "./study-directory.ts";

export interface StudyCell extends Cell {
  /** For people: "warnings.low=0.5". */
  readonly name: string;
}

/** One of `of` processes, from 1, that each run a part of the cells. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

export interface StudyRunOptions extends LaneOptions {
  readonly cells: readonly StudyCell[];
  /** Paired runs of each cell, as of `runCell`. */
  readonly arms?: readonly ArmName[];
  /** Where cells are kept and looked for; left out, all are run and none is kept. */
  readonly directory?: StudyDirectory | undefined;
  readonly shard?: Shard | undefined;
  /** Called after each cell that was run, or failed: of `total` that were to be run now. */
  readonly onCell?: (done: number, total: number, cell: StudyCell) => void;
}

export interface CellFailure {
  readonly cell: StudyCell;
  readonly error: string;
}

export interface StudyRun {
  /** In the order of the cells; null for one that failed, or is another shard's and not there yet. */
  readonly results: readonly (CellResult | null)[];
  /** Cells that were run now, and those that were there already. */
  readonly computed: number;
  readonly reused: number;
  readonly failures: readonly CellFailure[];
  /** Cells of other shards that are not there yet. */
  readonly missing: number;
}

/**
 * Runs what is not there. Results are the same for any number of workers, shards and interruptions. A cell that fails
 * is reported and tried again the next time; the others go on. Throws RingfenceError where the directory cannot be read
 * or written, or an engine is not to be had. Cost: that of the runs; memory of `workers` worlds at a time.
 */
export async function runStudy(options: StudyRunOptions): Promise<StudyRun> {
  const { cells, directory, arms = [], shard, onCell = () => {}, workers, workerDeadlineSeconds } = options;
  const keyed = cells.map((cell) => ({ cell, key: cellKey(cell, arms) }));
  const before = directory?.readCells() ?? new Map<string, CellRecord>();
  const wanted = distinct(keyed.filter((_, at) => isOf(shard, at)));
  const open = wanted.filter(({ key }) => !isDone(before.get(key)));
  const fresh = new Map<string, CellRecord>();
  for (const { scenario } of cells) {
    await loadEngines({ blocklist: scenario.blocklist.engine, matcher: scenario.templates.engine });
  }
  directory?.log(`begins: ${cells.length} cells, ${open.length} to run${shardWords(shard)}`);
  let done = 0;
  try {
    await inLanes(open, { workers, workerDeadlineSeconds }, async ({ cell, key }, pool) => {
      const record = await recordOf(cell, key, { workers: pool.workers, pool, arms });
      directory?.append(record);
      if ("error" in record) directory?.log(`failed: ${cell.name}, seed ${cell.seed}: ${record.error}`);
      fresh.set(key, record);
      onCell(++done, open.length, cell);
      return !("error" in record);
    });
  } finally {
    directory?.close();
  }
  // Other shards may have come further meanwhile.
  const known = new Map([...(directory?.readCells() ?? []), ...fresh]);
  const found = keyed.map(({ key }) => known.get(key));
  const failures = keyed.flatMap(({ cell, key }) => {
    const record = known.get(key);
    return record !== undefined && "error" in record ? [{ cell, error: record.error }] : [];
  });
  const computed = [...fresh.values()].filter(isDone).length;
  const missing = found.filter((record) => record === undefined).length;
  const reused = found.filter(isDone).length - keyed.filter(({ key }) => isDone(fresh.get(key))).length;
  directory?.log(`ends: computed ${computed}, reused ${reused}, failed ${failures.length}, missing ${missing}`);
  return { results: found.map(resultOf), computed, reused, failures, missing };
}

function isDone(record: CellRecord | undefined): boolean {
  return record !== undefined && !("error" in record);
}

interface KeyedCell {
  readonly cell: StudyCell;
  readonly key: string;
}

/** Two points may come to one scenario. */
function distinct(cells: readonly KeyedCell[]): KeyedCell[] {
  return [...new Map(cells.map((keyed) => [keyed.key, keyed])).values()];
}

function isOf(shard: Shard | undefined, at: number): boolean {
  return shard === undefined || at % shard.of === shard.index - 1;
}

function shardWords(shard: Shard | undefined): string {
  return shard === undefined ? "" : `, as shard ${shard.index}/${shard.of}`;
}

async function recordOf(cell: Cell, key: string, options: Parameters<typeof runCell>[1]): Promise<CellRecord> {
  try {
    const { seed, digest, figures } = await runCell(cell, options);
    // As it will be read: a zero has no sign there.
    return JSON.parse(JSON.stringify({ key, seed, digest, figures })) as CellRecord;
  } catch (error) {
    return { key, seed: cell.seed, error: messageOf(error) };
  }
}

function resultOf(record: CellRecord | undefined): CellResult | null {
  if (record === undefined || "error" in record) return null;
  const { seed, digest, figures } = record;
  return { seed, digest, figures };
}
