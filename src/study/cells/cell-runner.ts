/**
 * Runs the cells of a study: of those that were run before, in this directory and by whatever study, none is run again.
 * A study that knows all its runs asks for them at once; a search asks for a few at a time, so that it is resumed by
 * going the same way again.
 */
import { RingfenceError, messageOf } from "../../core/errors.ts";
import { chooseEngines, loadEngines } from "../../detect/engines.ts";
import { type Cell, type CellResult, runCell } from "./cell.ts";
import { FIGURE_COLUMNS } from "../figures.ts";
import { cellKey } from "./cell-key.ts";
import { type CellRecord, type CellStore, merged } from "./cell-store.ts";
import { type LaneOptions, Lanes } from "./lanes.ts";

export interface StudyCell extends Cell {
  /** For people and tables: "warnings.low=0.5". */
  readonly variant: string;
}

/** One of `of` processes, from 1, that each run a part of the cells. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** In place of a simulation, for tests and programs that have their own. */
export type Measure = (cell: Cell) => Promise<CellResult>;

/** How the runs of a study are made. None of it changes a result. */
export interface CellRunnerOptions extends LaneOptions {
  readonly store?: CellStore | undefined;
  readonly shard?: Shard | undefined;
  readonly measure?: Measure | undefined;
  /** Told of runs that are kept in the directory and cannot be used: they are made again. */
  readonly onNote?: ((text: string) => void) | undefined;
  /** Called after each run: of at most `total` in this study. */
  readonly onRun?: ((run: StudyRun) => void) | undefined;
}

/** A run of a study that has ended, for a progress line. */
export interface StudyRun {
  readonly done: number;
  readonly total: number;
  readonly variant: string;
  readonly seed: number;
}

export interface CellFailure {
  readonly variant: string;
  readonly seed: number;
  readonly error: string;
}

/** What became of the cells of a study. */
export interface CellCounts {
  /** Cells that were run now, and those that were there already. */
  readonly computed: number;
  readonly reused: number;
  readonly failures: readonly CellFailure[];
  /** Cells of other shards that are not there yet. */
  readonly missing: number;
}

/** A cell that the study asked for, and its result; null for one that failed, or is another shard's and not there. */
export interface AskedCell {
  readonly cell: StudyCell;
  readonly result: CellResult | null;
}

const WAIT_MS = 200;

/**
 * Results are the same for any number of workers, shards and interruptions. Memory of `workers` worlds at a time. All
 * of it throws RingfenceError where the directory cannot be read or written, or an engine is not to be had.
 */
export class CellRunner {
  readonly #options: CellRunnerOptions;
  readonly #lanes: Lanes;
  /** Runs that the study takes at most; and of those asked for so far, the ones that this process need not make. */
  readonly #most: number;
  #settled = 0;
  readonly #known: Map<string, CellRecord>;
  readonly #computed = new Set<string>();
  readonly #thrown = new Map<string, unknown>();
  readonly #asked = new Map<string, StudyCell>();

  constructor(most: number, options: CellRunnerOptions) {
    this.#options = options;
    this.#lanes = new Lanes(options);
    this.#most = most;
    const { store } = options;
    this.#known = store?.readCells() ?? new Map<string, CellRecord>();
    const altered = store?.alteredWords(this.#known) ?? null;
    if (altered !== null) this.#note(altered);
  }

  /**
   * Runs what is not there, of a shard its part; in the order of the cells. One that fails is null and tried again the
   * next time; the others go on.
   */
  async run(cells: readonly StudyCell[]): Promise<(CellResult | null)[]> {
    return this.#resultsOf(await this.#runOwn(cells));
  }

  /** The same for a study that needs all of them: null where other shards have not come as far. */
  async list(cells: readonly StudyCell[]): Promise<CellResult[] | null> {
    const keyed = await this.#runOwn(cells);
    this.#refuseFailures(keyed);
    const found = this.#resultsOf(keyed).flatMap((result) => result ?? []);
    return found.length === cells.length ? found : null;
  }

  /**
   * The same for a study that goes on from the results of all of them: it waits for other shards. Throws what a run
   * throws.
   */
  async all(cells: readonly StudyCell[]): Promise<CellResult[]> {
    const keyed = await this.#runOwn(cells);
    for (;;) {
      const found = this.#resultsOf(keyed);
      if (found.every((result) => result !== null)) return found;
      this.#refuseFailures(keyed);
      await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
      this.#readOthers();
    }
  }

  /** Cells that the study asked for, in that order, each once. */
  get asked(): AskedCell[] {
    return [...this.#asked].map(([key, cell]) => ({ cell, result: resultOf(this.#known.get(key), cell) }));
  }

  get counts(): CellCounts {
    const asked = this.asked;
    const failures = [...this.#asked].flatMap(([key, cell]) => this.#failureOf(cell, key) ?? []);
    const there = asked.filter(({ result }) => result !== null).length;
    const computed = this.#computed.size;
    return { computed, reused: there - computed, failures, missing: asked.length - there - failures.length };
  }

  async close(): Promise<void> {
    await this.#lanes.close();
    const { computed, reused, failures, missing } = this.counts;
    const { store } = this.#options;
    store?.log(`ends: computed ${computed}, reused ${reused}, failed ${failures.length}, missing ${missing}`);
    store?.close();
  }

  async #runOwn(cells: readonly StudyCell[]): Promise<KeyedCell[]> {
    const { shard } = this.#options;
    const keyed = cells.map((cell) => ({ cell, key: cellKey(cell) }));
    for (const { cell, key } of keyed) if (!this.#asked.has(key)) this.#asked.set(key, cell);
    this.#dropUnlike(keyed);
    const own = keyed.filter((_, at) => shard === undefined || at % shard.of === shard.index - 1);
    // Two variants may come to one scenario.
    const distinct = [...new Map(own.map((each) => [each.key, each])).values()];
    const open = distinct.filter(({ cell, key }) => !has(this.#known.get(key), cell));
    this.#settled += cells.length - open.length;
    await this.#runOpen(open);
    this.#readOthers();
    return keyed;
  }

  /** Nobody who leaves files alone comes to such a run, whatever its checksum: it is made again. */
  #dropUnlike(keyed: readonly KeyedCell[]): void {
    for (const { cell, key } of keyed) {
      const record = this.#known.get(key);
      if (record === undefined || "error" in record || this.#computed.has(key)) continue;
      // A program's own measure may have fewer figures.
      const figures = this.#options.measure === undefined ? FIGURE_COLUMNS : [];
      const lacking = figures.find((name) => !Object.hasOwn(record.figures, name));
      if (record.seed === cell.seed && lacking === undefined) continue;
      const found = lacking === undefined ? `is of seed ${record.seed}` : `lacks ${lacking}`;
      this.#known.delete(key);
      this.#note(`${cell.variant}, seed ${cell.seed}: the kept run ${found}, so it is made again`);
    }
  }

  #note(text: string): void {
    const { store, onNote } = this.#options;
    store?.log(text);
    onNote?.(text);
  }

  async #runOpen(open: readonly KeyedCell[]): Promise<void> {
    const { measure } = this.#options;
    if (open.length === 0) return;
    if (measure !== undefined) {
      for (const keyed of open) this.#keep(keyed, await this.#recordOf(keyed, measure));
      return;
    }
    for (const { cell } of open) await loadEngines(chooseEngines(cell.scenario));
    await this.#lanes.run(open, async (keyed, pool) => {
      const { workers } = pool;
      return this.#keep(keyed, await this.#recordOf(keyed, (cell) => runCell(cell, { workers, pool })));
    });
  }

  /** Whether it did not fail. */
  #keep({ cell, key }: KeyedCell, record: CellRecord): boolean {
    const { store, onRun } = this.#options;
    const { variant, seed } = cell;
    store?.append(record);
    this.#known.set(key, merged(this.#known.get(key), record));
    if ("error" in record) store?.log(`failed: ${variant}, seed ${seed}: ${record.error}`);
    else this.#computed.add(key);
    const done = this.#computed.size;
    onRun?.({ done, total: Math.max(done, this.#most - this.#settled), variant, seed });
    return !("error" in record);
  }

  async #recordOf({ cell, key }: KeyedCell, measure: Measure): Promise<CellRecord> {
    try {
      const { seed, digest, figures, readings } = await measure(cell);
      // As it will be read: a zero has no sign there.
      return JSON.parse(JSON.stringify({ key, seed, digest, figures, readings })) as CellRecord;
    } catch (error) {
      this.#thrown.set(key, error);
      return { key, seed: cell.seed, error: messageOf(error) };
    }
  }

  /** Other shards may have come further meanwhile. */
  #readOthers(): void {
    const { store, shard } = this.#options;
    if (shard === undefined) return;
    for (const [key, record] of store?.readCells() ?? []) if (!this.#computed.has(key)) this.#known.set(key, record);
  }

  #resultsOf(keyed: readonly KeyedCell[]): (CellResult | null)[] {
    return keyed.map(({ cell, key }) => resultOf(this.#known.get(key), cell));
  }

  #failureOf({ variant, seed }: StudyCell, key: string): CellFailure | null {
    const record = this.#known.get(key);
    return record !== undefined && "error" in record ? { variant, seed, error: record.error } : null;
  }

  #refuseFailures(keyed: readonly KeyedCell[]): void {
    for (const { cell, key } of keyed) {
      const failure = this.#failureOf(cell, key);
      if (failure === null) continue;
      const { variant, seed, error } = failure;
      throw this.#thrown.get(key) ?? new RingfenceError("noData", `${variant}, seed ${seed}: a run failed: ${error}`);
    }
  }
}

interface KeyedCell {
  readonly cell: StudyCell;
  readonly key: string;
}

/** Whether it was run, and all that is asked for was read. */
function has(record: CellRecord | undefined, { readings = [] }: Cell): boolean {
  if (record === undefined || "error" in record) return false;
  return readings.every(({ name }) => Object.hasOwn(record.readings ?? {}, name));
}

function resultOf(record: CellRecord | undefined, cell: Cell): CellResult | null {
  if (!has(record, cell) || record === undefined || "error" in record) return null;
  const { key: _, ...result } = record;
  return result;
}
