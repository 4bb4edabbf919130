/**
 * Runs the cells of a study; a cell that any study ran before in this directory is not run again. A study that knows
 * all its runs asks for them at once. A search asks for a few at a time, and repeats its path after an interruption.
 */
import { RingfenceError, messageOf } from "../../core/errors.ts";
import { chooseEngines, loadEngines } from "../../detect/engines.ts";
import { SimulationPool } from "../../engine/simulation-pool.ts";
import { type Cell, type CellResult, runCell } from "./cell.ts";
import { cellKey } from "./cell-key.ts";
import type { CellStore } from "./cell-store.ts";

export type ColumnValue = string | number | boolean | null;

export interface StudyCell extends Cell {
  /** For people and tables: "warnings.low=0.5". */
  readonly variant: string;
  /** Further columns of the table of runs: the same ones for all cells of a study. */
  readonly columns?: Readonly<Record<string, ColumnValue>>;
}

/** One of `of` processes, from 1, that each run a part of the cells. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** Replaces the simulation, for tests and users' programs. */
export type Measure = (cell: Cell) => Promise<CellResult>;

/** No option changes a result. */
export interface CellRunnerOptions {
  /** Threads together. */
  readonly workers: number;
  readonly store?: CellStore | undefined;
  readonly shard?: Shard | undefined;
  readonly measure?: Measure | undefined;
  /** Called after each run, of at most `total` in this study. */
  readonly onRun?: ((done: number, total: number) => void) | undefined;
}

interface KeyedCell {
  readonly cell: StudyCell;
  readonly key: string;
}

/**
 * Results are the same for any number of workers, shards and interruptions. Memory: `workers` worlds at a time. All
 * methods throw RingfenceError if the directory cannot be read or written, or an engine is missing.
 */
export class CellRunner {
  readonly #options: CellRunnerOptions;
  /** One after another each runs a cell: while one settles a tick on the main thread, the threads of another work. */
  #pools: (SimulationPool | null)[] = [];
  /** Most runs of the study; and, of those asked for, the runs that this process need not make. */
  readonly #most: number;
  #settled = 0;
  #computed = 0;
  readonly #results = new Map<string, CellResult>();
  readonly #asked = new Map<string, StudyCell>();

  constructor(most: number, options: CellRunnerOptions) {
    const { workers } = options;
    if (!Number.isInteger(workers) || workers < 1) {
      throw new RingfenceError("usage", `workers: expected a whole number from 1 on, found ${workers}`);
    }
    this.#options = options;
    this.#most = most;
  }

  /**
   * Runs missing cells in order; for a shard, its part. Null for a shard. Where a run fails, the others go on and are
   * kept, and then its error is thrown: the same study tries it again.
   */
  async run(cells: readonly StudyCell[]): Promise<CellResult[] | null> {
    const { shard } = this.#options;
    const keyed = cells.map((cell) => ({ cell, key: cellKey(cell) }));
    const own = shard === undefined ? keyed : keyed.filter((_, at) => at % shard.of === shard.index - 1);
    // Two variants may have one scenario: the first gives its name.
    const distinct = new Map<string, KeyedCell>();
    for (const each of own) if (!distinct.has(each.key)) distinct.set(each.key, each);
    for (const { cell, key } of distinct.values()) if (!this.#asked.has(key)) this.#asked.set(key, cell);
    const open = [...distinct.values()].filter((each) => this.#resultOf(each) === null);
    this.#settled += cells.length - open.length;
    await this.#runOpen(open);
    return shard === undefined ? keyed.map((each) => this.#resultOf(each)!) : null;
  }

  /** In the order in which they were first asked for. */
  get asked(): { readonly cell: StudyCell; readonly result: CellResult }[] {
    return [...this.#asked].map(([key, cell]) => ({ cell, result: this.#results.get(key)! }));
  }

  /** Run now, and found in the directory. */
  get counts(): { readonly computed: number; readonly reused: number } {
    return { computed: this.#computed, reused: this.#asked.size - this.#computed };
  }

  async close(): Promise<void> {
    const pools = this.#pools;
    this.#pools = [];
    for (const pool of pools) await pool?.close();
  }

  /** As many pools as workers, but no more than runs: then a pool has several workers. They stay for later runs. */
  async #runOpen(open: readonly KeyedCell[]): Promise<void> {
    if (open.length === 0) return;
    const { measure, workers } = this.#options;
    const lanes = measure === undefined ? Math.min(workers, open.length) : 1;
    if (this.#pools.length !== lanes) {
      await this.close();
      this.#pools = Array.from({ length: lanes }, () => null);
    }
    const failures: { readonly of: StudyCell; readonly error: unknown }[] = [];
    const queue = [...open];
    const runLane = async (lane: number): Promise<void> => {
      for (let keyed = queue.shift(); keyed !== undefined; keyed = queue.shift()) {
        let result: CellResult;
        try {
          result = await (measure ?? ((cell) => this.#simulate(cell, lane)))(keyed.cell);
        } catch (error) {
          failures.push({ of: keyed.cell, error });
          // It may be broken.
          await this.#pools[lane]?.close();
          this.#pools[lane] = null;
          continue;
        }
        try {
          this.#keep(keyed, result);
        } catch (error) {
          queue.length = 0;
          throw error;
        }
      }
    };
    const ended = await Promise.allSettled(this.#pools.map((_, lane) => runLane(lane)));
    for (const lane of ended) if (lane.status === "rejected") throw lane.reason;
    const [first] = failures;
    if (first === undefined) return;
    const { variant, seed } = first.of;
    const code = first.error instanceof RingfenceError ? first.error.code : "noData";
    const what = `${failures.length} of ${open.length} runs failed: ${variant}, seed ${seed}: ${messageOf(first.error)}`;
    const advice = this.#options.store === undefined ? "" : "; the others are kept: the same command tries it again";
    throw new RingfenceError(code, `${what}${advice}`, { cause: first.error });
  }

  async #simulate(cell: Cell, lane: number): Promise<CellResult> {
    await loadEngines(chooseEngines(cell.scenario));
    const { workers } = this.#options;
    const lanes = this.#pools.length;
    // The first pools get the workers that are left over.
    const threads = Math.floor(workers / lanes) + (lane < workers % lanes ? 1 : 0);
    return runCell(cell, (this.#pools[lane] ??= await SimulationPool.start({ workers: threads })));
  }

  #keep({ key }: KeyedCell, result: CellResult): void {
    const { store, onRun } = this.#options;
    // As it will be read: JSON has no negative zero.
    const plain = JSON.parse(JSON.stringify(result)) as CellResult;
    this.#results.set(key, store?.keep(key, plain) ?? plain);
    this.#computed++;
    onRun?.(this.#computed, Math.max(this.#computed, this.#most - this.#settled));
  }

  /** Null if it was not run, or lacks a reading that is asked for. */
  #resultOf({ key, cell }: KeyedCell): CellResult | null {
    const result = this.#results.get(key) ?? this.#options.store?.read(key) ?? null;
    if (result === null) return null;
    this.#results.set(key, result);
    const has = result.readings ?? {};
    return (cell.readings ?? []).every(({ name }) => Object.hasOwn(has, name)) ? result : null;
  }
}
