/** A simulation in the threads of a pool, from when they are told of it until they have forgotten it. */
import { assert } from "../core/assert.ts";
import type { PipelineStart, ShareTask } from "./pipeline.ts";
import { nudgeCollector } from "./pool/nudge-collector.ts";
import type { WorkerPool } from "./pool/worker-pool.ts";
import type { Share } from "./share.ts";

/** A share of a tick, and whose. `start` is for a thread that has taken the place of one that died. */
export interface PoolTask {
  readonly simulation: number;
  readonly share: ShareTask;
  readonly start: PipelineStart | null;
}

/** Those of a pool. They answer false to a task of a simulation that they were told nothing of. */
export type Threads = WorkerPool<PoolTask, boolean>;

let simulations = 0;

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
    for (const share of shares) share.reset();
    this.#threads = threads;
    this.#start = { ...start, shares: shares.map(({ handle }) => handle) };
    this.#onEnd = onEnd;
  }

  get workers(): number {
    return this.#threads.workers;
  }

  /** Tells every thread. */
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

  /** Somebody waits for what is under way, and for nothing after it: a thread that hangs is ended soon. */
  hurry(): void {
    this.#threads.hurry(true);
  }

  /**
   * Waits for what a simulation that failed has left under way, and has every thread forget it: it holds on to the
   * memory that they share.
   */
  async end(): Promise<void> {
    this.#isOver = true;
    this.hurry();
    await Promise.allSettled(this.#running);
    this.#threads.hurry(false);
    try {
      await this.#threads.each("end", null);
    } catch {
      // A thread that could not be told has died: it knows nothing any more.
    }
    this.#onEnd();
    nudgeCollector();
  }
}
