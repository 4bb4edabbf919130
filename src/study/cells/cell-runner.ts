/**
 * Runs the cells of a study; a cell that any study ran before in this directory is not run again. A study that knows
 * all its runs asks for them at once. A search asks for a few at a time, and repeats its path after an interruption.
 */
import { RingfenceError, messageOf } from "../../core/errors.ts";
import { blamedOnModule } from "../../core/module/user-modules.ts";
import { chooseEngines, loadEngines } from "../../detect/engines.ts";
import { SimulationPool } from "../../engine/simulation-pool.ts";
import { refuse } from "../refusals.ts";
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
  /** Runs of the study at most. */
  readonly most: number;
  readonly store?: CellStore | undefined;
  readonly shard?: Shard | undefined;
  readonly measure?: Measure | undefined;
  /** Called after each run, of at most `total` in this study. */
  readonly onRun?: ((done: number, total: number) => void) | undefined;
}

/**
 * Results are the same for any number of workers, shards and interruptions. Memory: `workers` worlds at a time. All
 * methods throw RingfenceError if the directory cannot be read or written, or an engine is missing.
 */
export class CellRunner {
  readonly #options: CellRunnerOptions;
  /** One after another each runs a cell: while one settles a tick on the main thread, the threads of another work. */
  #pools: (SimulationPool | null)[] = [];
  /** Of the runs that were asked for, those that this process need not make. */
  #settled = 0;
  #computed = 0;
  readonly #results = new Map<string, CellResult>();
  readonly #asked = new Map<string, StudyCell>();

  constructor(options: CellRunnerOptions) {
    const { workers } = options;
    if (!Number.isInteger(workers) || workers < 1) {
      refuse(`workers: expected a whole number from 1 on, found ${workers}`);
    }
    this.#options = options;
  }

  /**
   * Runs missing cells in order; for a shard, its part. Null for a shard. Where a run fails, the others go on and are
   * kept, and then its error is thrown: the same study tries it again.
   */
  async run(cells: readonly StudyCell[]): Promise<CellResult[] | null> {
    const { shard } = this.#options;
    const keys = cells.map(cellKey);
    const open = new Map<string, StudyCell>();
    for (const [at, cell] of cells.entries()) {
      const key = keys[at]!;
      const isOther = shard !== undefined && at % shard.of !== shard.index - 1;
      // Two variants may have one scenario: the first gives its name.
      if (isOther || open.has(key)) continue;
      if (!this.#asked.has(key)) this.#asked.set(key, cell);
      if (!this.#has(key, cell)) open.set(key, cell);
    }
    this.#settled += cells.length - open.size;
    if (open.size > 0) await this.#runOpen([...open]);
    return shard === undefined ? keys.map((key) => this.#results.get(key)!) : null;
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
    for (const pool of this.#pools.splice(0)) await pool?.close();
  }

  /** As many pools as workers, but no more than runs: then a pool has several workers. They stay for later runs. */
  async #runOpen(open: readonly (readonly [string, StudyCell])[]): Promise<void> {
    const { measure, workers, store } = this.#options;
    const lanes = measure === undefined ? Math.min(workers, open.length) : 1;
    if (this.#pools.length !== lanes) {
      await this.close();
      this.#pools = Array.from({ length: lanes }, () => null);
    }
    const failures: { readonly cell: StudyCell; readonly error: unknown }[] = [];
    const queue = [...open];
    const runLane = async (lane: number): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const [key, cell] = next;
        let result: CellResult | null = null;
        try {
          result = await (measure === undefined ? this.#simulate(cell, lane) : measure(cell));
          this.#keep(key, result);
        } catch (error) {
          failures.push({ cell, error: blamedOnModule(error) ?? error });
          // The disk refuses further results too.
          if (result !== null) queue.length = 0;
          // It may be broken.
          await this.#pools[lane]?.close();
          this.#pools[lane] = null;
        }
      }
    };
    await Promise.all(this.#pools.map((_, lane) => runLane(lane)));
    const [first] = failures;
    if (first === undefined) return;
    const { cell, error } = first;
    const code = error instanceof RingfenceError ? error.code : "noData";
    const what = `${failures.length} of ${open.length} runs failed: ${cell.variant}, seed ${cell.seed}: ${messageOf(error)}`;
    const advice = store === undefined ? "" : "; the others are kept: the same command tries it again";
    throw new RingfenceError(code, `${what}${advice}`, { cause: error });
  }

  async #simulate(cell: Cell, lane: number): Promise<CellResult> {
    await loadEngines(chooseEngines(cell.scenario));
    const { workers } = this.#options;
    const lanes = this.#pools.length;
    // The first pools get the workers that are left over.
    const threads = Math.floor(workers / lanes) + (lane < workers % lanes ? 1 : 0);
    return runCell(cell, (this.#pools[lane] ??= await SimulationPool.start({ workers: threads })));
  }

  #keep(key: string, result: CellResult): void {
    const { store, most, onRun } = this.#options;
    // As it will be read: JSON has no negative zero.
    const plain = JSON.parse(JSON.stringify(result)) as CellResult;
    this.#results.set(key, store?.keep(key, plain) ?? plain);
    this.#computed++;
    onRun?.(this.#computed, Math.max(this.#computed, most - this.#settled));
  }

  /** Whether it was run, with all readings that are asked for. */
  #has(key: string, { readings = [] }: StudyCell): boolean {
    const result = this.#results.get(key) ?? this.#options.store?.read(key) ?? null;
    if (result !== null) this.#results.set(key, result);
    return result !== null && readings.every(({ name }) => Object.hasOwn(result.readings ?? {}, name));
  }
}
