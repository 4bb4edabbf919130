/**
 * Runs the slices of a tick through the worker threads. Each worker gets one task a tick, a share, and takes batches
 * until none is left; the share of the next tick waits behind it. So a worker waits for the main thread only where a
 * tick is settled later than the next one is done.
 */
import type { PipelineStart, SealedTables, ShareTask } from "./pipeline.ts";
import { allocateClaims, anyFree } from "../core/claims.ts";
import { sideOf } from "../core/side.ts";
import type { PooledSimulation } from "./pooled-simulation.ts";
import { type Share, totalOf } from "./share.ts";
import type { SimulationPool } from "./simulation-pool.ts";
import type { Tally } from "../metrics/tally.ts";
import { countPlanned, cutSlices } from "../world/slice.ts";
import type { WorldTickHandle } from "../world/world.ts";

/** Few enough for a batch to stay in the cache, enough for the tables of a stage to be there too when it has begun. */
export const DEFAULT_BATCH_EVENTS = 4096;

/**
 * A tick of few events is cut finer, for every worker to have some of it; below this, a batch costs more than its
 * events.
 */
const MIN_BATCH_EVENTS = 256;
const BATCHES_A_WORKER = 2;

export interface BatchRunnerOptions {
  readonly pool: SimulationPool;
  readonly start: Omit<PipelineStart, "shares">;
}

/** What a tick is made and screened with, and where its observations go. */
export interface TickTables {
  readonly world: WorldTickHandle;
  readonly tables: SealedTables;
  readonly observations: SharedArrayBuffer | null;
}

/** Called with each share; its memory is used again as soon as it returns. */
export type OnShare = (share: Share) => void;

export class BatchRunner {
  readonly #threads: PooledSimulation;
  readonly #batchEvents: number;
  /** By tick (modulo those in flight) and worker. */
  readonly #shares: readonly [readonly Share[], readonly Share[]];
  #planned = 0;
  #claimants = 0;

  private constructor(threads: PooledSimulation, batchEvents: number) {
    const { shares, workers } = threads;
    this.#threads = threads;
    this.#batchEvents = batchEvents;
    this.#shares = [shares.slice(0, workers), shares.slice(workers)];
  }

  static async start({ pool, start }: BatchRunnerOptions): Promise<BatchRunner> {
    return new BatchRunner(await pool.begin(start), start.batchEvents);
  }

  /** Has no more patience with a thread that hangs than it takes to tell it from one that is busy. */
  hurry(): void {
    this.#threads.hurry();
  }

  /** Gives the threads back, whatever is under way. */
  end(): Promise<void> {
    return this.#threads.end();
  }

  /** Events in the slices handed out so far: the other side of the ledger. */
  get planned(): number {
    return this.#planned;
  }

  /** What all that was screened comes to. Not while a tick is under way. */
  get tally(): Tally {
    return totalOf(this.#threads.shares);
  }

  /**
   * Resolves when every batch of the tick has reached `onShare` with its share, in whatever order they ended. Not
   * before the tick before the last has resolved: they use the same memory.
   */
  async screen(slices: readonly Int32Array[], made: TickTables, onShare: OnShare): Promise<void> {
    const events = countPlanned(slices);
    this.#planned += events;
    const fair = Math.ceil(events / (this.#threads.workers * BATCHES_A_WORKER));
    const eventsABatch = Math.min(this.#batchEvents, Math.max(fair, MIN_BATCH_EVENTS));
    const batches = cutSlices(slices, eventsABatch);
    const { world, tables, observations } = made;
    const tick = { batches, eventsABatch, claims: allocateClaims(batches.length), tick: world, tables, observations };
    const side = sideOf(world.tick);
    const shares = this.#shares[side].slice(0, batches.length);
    await Promise.all(
      shares.map((share, worker) =>
        this.#run(share, { ...tick, share: side * this.#threads.workers + worker }, onShare),
      ),
    );
  }

  async #run(share: Share, task: Omit<ShareTask, "claimant">, onShare: OnShare): Promise<void> {
    const claims = new Int32Array(task.claims);
    do {
      await this.#threads.run({ ...task, claimant: ++this.#claimants });
      onShare(share);
      // A share that was full before the batches were at an end is handed out again.
    } while (anyFree(claims));
  }
}
