/**
 * Worker threads for simulations, one simulation after the other: to start a thread and to have V8 compile what it runs
 * takes most of a second of processor time, of which a small simulation takes a tenth. What a thread knows of a
 * simulation is told to it when that begins.
 */
import { isDeepStrictEqual } from "node:util";
import { RingfenceError } from "../core/errors.ts";
import { checkRunOptions, type RunOptions } from "../core/run-options.ts";
import type { PipelineStart } from "./pipeline.ts";
import { requireAddressSpace } from "./pool/address-space.ts";
import { Patience } from "./pool/patience.ts";
import { WorkerPool } from "./pool/worker-pool.ts";
import { PooledSimulation, type Threads } from "./pooled-simulation.ts";
import { Share } from "./share.ts";

/** Ticks in flight: one being screened while the next is prepared. Sealed tables have as many slots. */
export const TICKS_IN_FLIGHT = 2;

export interface PoolOptions extends Pick<RunOptions, "workerDeadlineSeconds"> {
  readonly workers: number;
  /** The worker module; tests give one that fails. */
  readonly workerUrl?: string | undefined;
}

/** One that may still be starting: whoever prepares a world meanwhile loses no time. */
export type StartedPool = SimulationPool | Promise<SimulationPool>;

type Shape = Pick<PipelineStart, "batchEvents" | "dimensions">;

export class SimulationPool {
  readonly #threads: Threads;
  /**
   * What threads bring back their results in, for ticks in flight and workers. It is tens of megabytes, and used again.
   */
  #shares: readonly Share[] = [];
  #shape: Shape | null = null;
  #isTaken = false;

  private constructor(threads: Threads) {
    this.#threads = threads;
  }

  /** Throws RingfenceError "usage" for options out of range, and "io" where workers do not start. */
  static async start({ workers, workerUrl, workerDeadlineSeconds }: PoolOptions): Promise<SimulationPool> {
    checkRunOptions({ workers, workerDeadlineSeconds });
    requireAddressSpace(workers);
    const threads: Threads = await WorkerPool.start({
      url: workerUrl ?? import.meta.resolve("#worker"),
      task: "runShare",
      ping: "ping",
      workers,
      tasksAWorker: TICKS_IN_FLIGHT,
      workerData: null,
      patience: new Patience(workerDeadlineSeconds),
    });
    return new SimulationPool(threads);
  }

  get workers(): number {
    return this.#threads.workers;
  }

  /**
   * Tells every thread of a simulation. Throws RingfenceError "usage" while there is one that has not ended: they would
   * share memory.
   */
  async begin(start: Omit<PipelineStart, "shares">): Promise<PooledSimulation> {
    if (this.#isTaken) {
      throw new RingfenceError("usage", "a pool does one simulation at a time: wait for its end, or give another pool");
    }
    const simulation = new PooledSimulation(this.#threads, this.#sharesFor(start), start, () => {
      this.#isTaken = false;
    });
    this.#isTaken = true;
    await simulation.begin();
    return simulation;
  }

  #sharesFor({ batchEvents, dimensions }: Shape): readonly Share[] {
    const shape = { batchEvents, dimensions };
    if (!isDeepStrictEqual(this.#shape, shape)) {
      const count = TICKS_IN_FLIGHT * this.workers;
      const spare = this.#shares;
      this.#shares = Array.from({ length: count }, (_, at) => Share.allocate(batchEvents, dimensions, spare[at]));
      this.#shape = shape;
    }
    return this.#shares;
  }

  close(): Promise<void> {
    return this.#threads.close();
  }
}

/**
 * What several simulations in a row are done with: the pool that is given, or else one that ends with them. Every entry
 * passes here: throws RingfenceError "usage" for options out of range.
 */
export async function withPool<Result>(
  options: PoolOptions & RunOptions & { readonly pool?: StartedPool },
  act: (pool: StartedPool) => Promise<Result>,
): Promise<Result> {
  checkRunOptions(options);
  if (options.pool) return act(options.pool);
  // At once: whoever acts without waiting would be the first to find that there is none, and blame something else.
  requireAddressSpace(options.workers);
  const pool = SimulationPool.start(options);
  try {
    return await act(pool);
  } finally {
    // One that did not start has said so to `act`, which may have failed before.
    await (await pool.catch(() => null))?.close();
  }
}
