/**
 * Worker threads for simulations, one simulation after the other: to start a thread and to have V8 compile what it runs takes most of a second of
 * processor time, of which a small simulation takes a tenth. What a thread knows of a simulation is told to it when that begins.
 */
import { isDeepStrictEqual } from "node:util";
import type { PipelineStart, ShareTask } from "./pipeline.ts";
import { WorkerPool } from "./pool/worker-pool.ts";
import { Share } from "./share.ts";

/** Ticks in flight: one being screened while the next is prepared. Sealed tables have as many slots. */
export const TICKS_IN_FLIGHT = 2;

/** A share of a tick, and whose. `start` is for a thread that has taken the place of one that died. */
export interface PoolTask {
  readonly simulation: number;
  readonly share: ShareTask;
  readonly start: PipelineStart | null;
}

export interface PoolOptions {
  readonly workers: number;
  /** The worker module; tests give one that fails. */
  readonly workerUrl?: string | undefined;
}

let simulations = 0;

export class SimulationPool {
  /** False: the thread was told nothing of the simulation. */
  readonly #pool: WorkerPool<PoolTask, boolean>;
  #simulation = 0;
  #start: PipelineStart | null = null;
  /** What threads bring back their results in, for ticks in flight and workers. It is tens of megabytes, and used again. */
  #shares: readonly Share[] = [];
  #shape: Pick<PipelineStart, "batchEvents" | "dimensions"> | null = null;
  readonly #running = new Set<Promise<boolean>>();

  private constructor(pool: WorkerPool<PoolTask, boolean>) {
    this.#pool = pool;
  }

  static async start({ workers, workerUrl }: PoolOptions): Promise<SimulationPool> {
    const pool = await WorkerPool.start<PoolTask, boolean>({
      url: workerUrl ?? import.meta.resolve("#worker"),
      task: "runShare",
      ping: "ping",
      workers,
      tasksAWorker: TICKS_IN_FLIGHT,
      workerData: null,
    });
    return new SimulationPool(pool);
  }

  get workers(): number {
    return this.#pool.workers;
  }

  /** Tells every thread of a simulation, and returns what they will bring back their results in. The simulation before must have ended. */
  async begin(start: Omit<PipelineStart, "shares">): Promise<readonly Share[]> {
    const { batchEvents, dimensions } = start;
    if (!isDeepStrictEqual(this.#shape, { batchEvents, dimensions })) {
      this.#shape = { batchEvents, dimensions };
      const count = TICKS_IN_FLIGHT * this.workers;
      this.#shares = Array.from({ length: count }, () => Share.allocate(batchEvents, dimensions));
    }
    this.#start = { ...start, shares: this.#shares.map(({ handle }) => handle) };
    this.#simulation = ++simulations;
    await this.#pool.each("begin", { simulation: this.#simulation, start: this.#start });
    return this.#shares;
  }

  async run(share: ShareTask): Promise<void> {
    const task = { simulation: this.#simulation, share };
    const isKnown = await this.#follow({ ...task, start: null });
    if (!isKnown) await this.#follow({ ...task, start: this.#start });
  }

  async #follow(task: PoolTask): Promise<boolean> {
    const running = this.#pool.run(task);
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  /** Waits for what a simulation that failed has left under way, and has every thread forget it: it holds on to the memory that they share. */
  async end(): Promise<void> {
    await Promise.allSettled(this.#running);
    await this.#pool.each("end", null);
    this.#start = null;
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}

/** What several simulations in a row are done with: the pool that is given, or else one that ends with them. */
export async function withPool<Result>(
  options: PoolOptions & { readonly pool?: SimulationPool | Promise<SimulationPool> },
  act: (pool: SimulationPool | Promise<SimulationPool>) => Promise<Result>,
): Promise<Result> {
  if (options.pool) return act(options.pool);
  const pool = SimulationPool.start(options);
  try {
    return await act(pool);
  } finally {
    await (await pool).close();
  }
}
