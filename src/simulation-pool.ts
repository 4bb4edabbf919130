/**
 * Worker threads for simulations, one simulation after the other: to start a thread and to have V8 compile what it runs takes most of a second of
 * processor time, of which a small simulation takes a tenth. What a thread knows of a simulation is told to it when that begins.
 */
import { isDeepStrictEqual } from "node:util";
import { assert } from "./core/assert.ts";
import { RingfenceError } from "./core/errors.ts";
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

/** False: the thread was told nothing of the simulation. */
type Threads = WorkerPool<PoolTask, boolean>;

export class SimulationPool {
  readonly #threads: Threads;
  /** What threads bring back their results in, for ticks in flight and workers. It is tens of megabytes, and used again. */
  #shares: readonly Share[] = [];
  #shape: Pick<PipelineStart, "batchEvents" | "dimensions"> | null = null;
  #isTaken = false;

  private constructor(threads: Threads) {
    this.#threads = threads;
  }

  static async start({ workers, workerUrl }: PoolOptions): Promise<SimulationPool> {
    const threads: Threads = await WorkerPool.start({
      url: workerUrl ?? import.meta.resolve("#worker"),
      task: "runShare",
      ping: "ping",
      workers,
      tasksAWorker: TICKS_IN_FLIGHT,
      workerData: null,
    });
    return new SimulationPool(threads);
  }

  get workers(): number {
    return this.#threads.workers;
  }

  /** Tells every thread of a simulation. Throws RingfenceError "usage" while there is one that has not ended: they would share memory. */
  async begin(start: Omit<PipelineStart, "shares">): Promise<PooledSimulation> {
    if (this.#isTaken) {
      throw new RingfenceError("usage", "a pool does one simulation at a time: wait for its end, or give another pool");
    }
    this.#isTaken = true;
    const simulation = new PooledSimulation(this.#threads, this.#sharesFor(start), start, () => {
      this.#isTaken = false;
    });
    await simulation.begin();
    return simulation;
  }

  #sharesFor({ batchEvents, dimensions }: Omit<PipelineStart, "shares">): readonly Share[] {
    if (!isDeepStrictEqual(this.#shape, { batchEvents, dimensions })) {
      this.#shape = { batchEvents, dimensions };
      const count = TICKS_IN_FLIGHT * this.workers;
      const spare = this.#shares;
      this.#shares = Array.from({ length: count }, (_, at) => Share.allocate(batchEvents, dimensions, spare[at]));
    }
    return this.#shares;
  }

  close(): Promise<void> {
    return this.#threads.close();
  }
}

/** A simulation in the threads of a pool, from when they are told of it until they have forgotten it. */
export class PooledSimulation {
  readonly shares: readonly Share[];
  readonly #threads: Threads;
  readonly #number = ++simulations;
  readonly #start: PipelineStart;
  readonly #onEnd: () => void;
  readonly #running = new Set<Promise<boolean>>();
  #isOver = false;

  constructor(threads: Threads, shares: readonly Share[], start: Omit<PipelineStart, "shares">, onEnd: () => void) {
    this.shares = shares;
    this.#threads = threads;
    this.#start = { ...start, shares: shares.map(({ handle }) => handle) };
    this.#onEnd = onEnd;
  }

  get workers(): number {
    return this.#threads.workers;
  }

  async begin(): Promise<void> {
    try {
      await this.#threads.each("begin", { simulation: this.#number, start: this.#start });
    } catch (fault) {
      await this.end();
      throw fault;
    }
  }

  async run(share: ShareTask): Promise<void> {
    const task = { simulation: this.#number, share };
    const isKnown = await this.#follow({ ...task, start: null });
    if (!isKnown) await this.#follow({ ...task, start: this.#start });
  }

  async #follow(task: PoolTask): Promise<boolean> {
    // Of a tick that was left under way: the shares are another simulation's soon.
    assert(!this.#isOver, "a share is handed out when its simulation is over");
    const running = this.#threads.run(task);
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  /** Waits for what a simulation that failed has left under way, and has every thread forget it: it holds on to the memory that they share. */
  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.allSettled(this.#running);
    try {
      await this.#threads.each("end", null);
    } catch {
      // A thread that could not be told has died: it knows nothing any more.
    }
    this.#onEnd();
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
