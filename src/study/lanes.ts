/**
 * Many simulations side by side: each lane has threads of its own and runs one after the other. A simulation keeps
 * its threads waiting while the main thread settles a tick; another lane's threads work meanwhile.
 */
import { RingfenceError } from "../core/errors.ts";
import { type PoolOptions, SimulationPool } from "../engine/simulation-pool.ts";

export interface LaneOptions extends Pick<PoolOptions, "workerDeadlineSeconds"> {
  /** Threads of all lanes together. */
  readonly workers: number;
}

/** What a lane is to do with its threads. False: they may be broken, and the lane gets new ones. */
export type LaneTask<T> = (task: T, pool: SimulationPool) => Promise<boolean>;

/**
 * Does `act` for each task: they begin in order, and end in whatever order. As many lanes as workers, but no more than
 * tasks: then a lane has several. What `act` throws ends it, once what is under way has ended. Throws RingfenceError
 * "usage" for workers that are no whole number from 1 on.
 */
export async function inLanes<T>(tasks: readonly T[], options: LaneOptions, act: LaneTask<T>): Promise<void> {
  const { workers, ...rest } = options;
  if (!Number.isInteger(workers) || workers < 1) {
    throw new RingfenceError("usage", `workers: expected a whole number from 1 on, found ${workers}`);
  }
  const lanes = Math.min(workers, tasks.length);
  let next = 0;
  const runLane = async (lane: number): Promise<void> => {
    // What does not go round falls to the first.
    const threads = Math.floor(workers / lanes) + (lane < workers % lanes ? 1 : 0);
    let pool: SimulationPool | null = null;
    try {
      while (next < tasks.length) {
        const task = tasks[next++]!;
        pool ??= await SimulationPool.start({ ...rest, workers: threads });
        if (await act(task, pool)) continue;
        await pool.close();
        pool = null;
      }
    } catch (error) {
      // The others begin nothing more.
      next = tasks.length;
      throw error;
    } finally {
      await pool?.close();
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: lanes }, (_, lane) => runLane(lane)));
  for (const lane of ended) if (lane.status === "rejected") throw lane.reason;
}
