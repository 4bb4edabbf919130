/**
 * Runs the cells of a study; a cell that any study ran before in this directory is not run again. A study that knows
 * all its runs asks for them at once. A search asks for a few at a time, and repeats its path after an interruption.
 */
import { RingfenceError, messageOf } from "../../core/errors.ts";
import { chooseEngines, loadEngines } from "../../detect/engines.ts";
import { type Cell, type CellResult, runCell } from "./cell.ts";
import { cellKey } from "./cell-key.ts";
import { type CellRecord, type CellStore, merged } from "./cell-store.ts";
import { ParallelRuns, type ParallelRunsOptions } from "./parallel-runs.ts";

export interface StudyCell extends Cell {
  /** For people and tables: "warnings.low=0.5". */
  readonly variant: string;
}

/** One of `of` processes, from 1, that each run a part of the cells. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** Replaces the simulation, for tests and users' programs. */
export type Measure = (cell: Cell) => Promise<CellResult>;

/** No option changes a result. */
export interface CellRunnerOptions extends ParallelRunsOptions {
  readonly store?: CellStore | undefined;
  readonly shard?: Shard | undefined;
  readonly measure?: Measure | undefined;
  /** Called after each run, of at most `total` in this study. */
  readonly onRun?: ((run: StudyRun) => void) | undefined;
}

interface StudyRun {
  readonly done: number;
  readonly total: number;
  readonly variant: string;
  readonly seed: number;
}

interface CellFailure {
  readonly variant: string;
  readonly seed: number;
  readonly error: string;
}

export interface CellCounts {
  /** Run now, and found in the directory. */
  readonly computed: number;
  readonly reused: number;
  readonly failures: readonly CellFailure[];
}

/** A result is null if the cell failed. */
export interface AskedCell {
  readonly cell: StudyCell;
  readonly result: CellResult | null;
}

/**
 * Results are the same for any number of workers, shards and interruptions. Memory: `workers` worlds at a time. All
 * methods throw RingfenceError if the directory cannot be read or written, or an engine is missing.
 */
export class CellRunner {
  readonly #options: CellRunnerOptions;
  readonly #runs: ParallelRuns;
  /** Most runs of the study; and, of those asked for, the runs that this process need not make. */
  readonly #most: number;
  #settled = 0;
  readonly #known: Map<string, CellRecord>;
  readonly #computed = new Set<string>();
  readonly #thrown = new Map<string, unknown>();
  readonly #asked = new Map<string, StudyCell>();

  constructor(most: number, options: CellRunnerOptions) {
    this.#options = options;
    this.#runs = new ParallelRuns(options);
    this.#most = most;
    this.#known = options.store?.readCells() ?? new Map<string, CellRecord>();
  }

  /**
   * Runs missing cells in order; for a shard, its part. A failed cell is null and tried again next time; the others go
   * on.
   */
  async run(cells: readonly StudyCell[]): Promise<(CellResult | null)[]> {
    const keyed = cells.map((cell) => ({ cell, key: cellKey(cell) }));
    const { shard } = this.#options;
    const own = shard === undefined ? keyed : keyed.filter((_, at) => at % shard.of === shard.index - 1);
    for (const { cell, key } of own) if (!this.#asked.has(key)) this.#asked.set(key, cell);
    // Two variants may have one scenario.
    const distinct = [...new Map(own.map((each) => [each.key, each])).values()];
    const open = distinct.filter(({ cell, key }) => this.#resultOf(key, cell) === null);
    this.#settled += cells.length - open.length;
    await this.#runOpen(open);
    return keyed.map(({ cell, key }) => this.#resultOf(key, cell));
  }

  /** For a study that needs all of them: null for a shard. Throws what a run throws. */
  async list(cells: readonly StudyCell[]): Promise<CellResult[] | null> {
    const results = await this.run(cells);
    this.#refuseFailures();
    return this.#options.shard === undefined ? results.map((result) => result!) : null;
  }

  /** For a search, which continues from the results: it has no shards. */
  async all(cells: readonly StudyCell[]): Promise<CellResult[]> {
    return (await this.list(cells))!;
  }

  get asked(): AskedCell[] {
    return [...this.#asked].map(([key, cell]) => ({ cell, result: this.#resultOf(key, cell) }));
  }

  get counts(): CellCounts {
    const failures = [...this.#asked].flatMap(([key, cell]) => this.#failureOf(cell, key) ?? []);
    const there = this.asked.filter(({ result }) => result !== null).length;
    const computed = this.#computed.size;
    return { computed, reused: there - computed, failures };
  }

  async close(): Promise<void> {
    await this.#runs.close();
    this.#options.store?.close();
  }

  async #runOpen(open: KeyedCell[]): Promise<void> {
    const { measure } = this.#options;
    if (measure !== undefined) {
      for (const keyed of open) this.#keep(keyed, await this.#recordOf(keyed, measure));
      return;
    }
    await this.#runs.run(
      open.length,
      () => open.shift(),
      async (keyed, pool) => {
        await loadEngines(chooseEngines(keyed.cell.scenario));
        const { workers } = pool;
        return this.#keep(keyed, await this.#recordOf(keyed, (cell) => runCell(cell, { workers, pool })));
      },
    );
  }

  #keep({ cell, key }: KeyedCell, record: CellRecord): boolean {
    const { store, onRun } = this.#options;
    const { variant, seed } = cell;
    const isGood = !("error" in record);
    store?.append(record);
    this.#known.set(key, merged(this.#known.get(key), record));
    if (isGood) this.#computed.add(key);
    const done = this.#computed.size;
    onRun?.({ done, total: Math.max(done, this.#most - this.#settled), variant, seed });
    return isGood;
  }

  async #recordOf({ cell, key }: KeyedCell, measure: Measure): Promise<CellRecord> {
    try {
      const { seed, digest, figures, readings } = await measure(cell);
      // As it will be read: JSON has no negative zero.
      return JSON.parse(JSON.stringify({ key, seed, digest, figures, readings })) as CellRecord;
    } catch (error) {
      this.#thrown.set(key, error);
      return { key, seed: cell.seed, variant: cell.variant, error: messageOf(error) };
    }
  }

  /** Null if it was not run, or lacks a reading that is asked for. */
  #resultOf(key: string, cell: Cell): CellResult | null {
    const record = this.#known.get(key);
    if (record === undefined || "error" in record) return null;
    const { key: _, ...result } = record;
    return (cell.readings ?? []).every(({ name }) => Object.hasOwn(result.readings ?? {}, name)) ? result : null;
  }

  #failureOf({ variant, seed }: StudyCell, key: string): CellFailure | null {
    const record = this.#known.get(key);
    return record !== undefined && "error" in record ? { variant, seed, error: record.error } : null;
  }

  #refuseFailures(): void {
    for (const [key, cell] of this.#asked) {
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
