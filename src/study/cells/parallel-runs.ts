/**
 * Many simulations side by side: each pool of threads runs one after the other. While the main thread settles a tick of
 * one simulation, the threads of another work.
 */
import { RingfenceError } from "../../core/errors.ts";
import { type PoolOptions, SimulationPool } from "../../engine/simulation-pool.ts";

export interface ParallelRunsOptions extends Pick<PoolOptions, "workerDeadlineSeconds"> {
  /** Threads of all pools together. */
  readonly workers: number;
}

/** Pools stay for the next list of tasks, if it needs as many. */
export class ParallelRuns {
  readonly #options: ParallelRunsOptions;
  /** Null if not started, or broken. */
  #pools: (SimulationPool | null)[] = [];

  constructor(options: ParallelRunsOptions) {
    const { workers } = options;
    if (!Number.isInteger(workers) || workers < 1) {
      throw new RingfenceError("usage", `workers: expected a whole number from 1 on, found ${workers}`);
    }
    this.#options = options;
  }

  /**
   * Runs `act` for at most `most` tasks of `next`: they begin in order and end in any order. As many pools as workers,
   * but no more than tasks: then a pool has several workers. After a task for which `act` returns false, its pool is
   * replaced. An error of `act` is thrown once the tasks under way have ended.
   */
  async run<T>(
    most: number,
    next: () => T | undefined,
    act: (task: T, pool: SimulationPool) => Promise<boolean>,
  ): Promise<void> {
    const { workers, ...rest } = this.#options;
    const count = Math.min(workers, most);
    if (this.#pools.length !== count) {
      await this.close();
      this.#pools = Array.from({ length: count }, () => null);
    }
    let isBroken = false;
    const runIn = async (at: number): Promise<void> => {
      // The first pools get the workers that are left over.
      const threads = Math.floor(workers / count) + (at < workers % count ? 1 : 0);
      try {
        for (let task = next(); task !== undefined; task = isBroken ? undefined : next()) {
          const pool = (this.#pools[at] ??= await SimulationPool.start({ ...rest, workers: threads }));
          if (await act(task, pool)) continue;
          this.#pools[at] = null;
          await pool.close();
        }
      } catch (error) {
        isBroken = true;
        throw error;
      }
    };
    const ended = await Promise.allSettled(this.#pools.map((_, at) => runIn(at)));
    for (const one of ended) if (one.status === "rejected") throw one.reason;
  }

  async close(): Promise<void> {
    const pools = this.#pools;
    this.#pools = [];
    for (const pool of pools) await pool?.close();
  }
}
