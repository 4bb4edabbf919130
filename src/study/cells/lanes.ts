/**
 * Many simulations side by side: each lane has its own threads and runs one after the other. While the main thread
 * settles a tick of one lane, another lane's threads work.
 */
import { RingfenceError } from "../../core/errors.ts";
import { type PoolOptions, SimulationPool } from "../../engine/simulation-pool.ts";

export interface LaneOptions extends Pick<PoolOptions, "workerDeadlineSeconds"> {
  /** Threads of all lanes together. */
  readonly workers: number;
}

/** The work of a lane. False: its threads may be broken, and it gets new ones. */
type LaneTask<T> = (task: T, pool: SimulationPool) => Promise<boolean>;

/** Threads stay for the next list of tasks, if it has as many lanes. */
export class Lanes {
  readonly #options: LaneOptions;
  /** By lane; null if not begun, or broken. */
  #pools: (SimulationPool | null)[] = [];

  constructor(options: LaneOptions) {
    const { workers } = options;
    if (!Number.isInteger(workers) || workers < 1) {
      throw new RingfenceError("usage", `workers: expected a whole number from 1 on, found ${workers}`);
    }
    this.#options = options;
  }

  /**
   * Runs `act` for at most `most` tasks of `next`: they begin in order and end in any order. As many lanes as workers,
   * but no more than tasks: then a lane has several workers. An error of `act` ends it once the tasks under way have
   * ended.
   */
  async run<T>(most: number, next: () => T | undefined, act: LaneTask<T>): Promise<void> {
    const { workers, ...rest } = this.#options;
    const lanes = Math.min(workers, most);
    if (lanes === 0) return;
    if (this.#pools.length !== lanes) {
      await this.close();
      this.#pools = Array.from({ length: lanes }, () => null);
    }
    let isBroken = false;
    const begin = (): T | undefined => (isBroken ? undefined : next());
    const runLane = async (lane: number): Promise<void> => {
      // What does not go round falls to the first.
      const threads = Math.floor(workers / lanes) + (lane < workers % lanes ? 1 : 0);
      try {
        for (let task = begin(); task !== undefined; task = begin()) {
          const pool = (this.#pools[lane] ??= await SimulationPool.start({ ...rest, workers: threads }));
          if (await act(task, pool)) continue;
          this.#pools[lane] = null;
          await pool.close();
        }
      } catch (error) {
        isBroken = true;
        throw error;
      }
    };
    const ended = await Promise.allSettled(Array.from({ length: lanes }, (_, lane) => runLane(lane)));
    for (const lane of ended) if (lane.status === "rejected") throw lane.reason;
  }

  async close(): Promise<void> {
    const pools = this.#pools;
    this.#pools = [];
    for (const pool of pools) await pool?.close();
  }
}
