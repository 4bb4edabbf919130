/**
 * Runs the slices of a tick through the worker threads. Each worker gets one task a tick, a share, and takes batches until none is
 * left; the share of the next tick waits behind it. So no worker waits for the main thread, and two ticks at most are in flight.
 */
import type { PipelineStart, SealedTables, ShareTask } from "./pipeline.ts";
import { allocateClaims, anyFree } from "./pool/claims.ts";
import { WorkerPool } from "./pool/worker-pool.ts";
import { Share } from "./share.ts";
import { countPlanned, cutSlices } from "./world/slice.ts";
import type { WorldTickHandle } from "./world/world.ts";

/** Few enough for a batch to stay in the cache, enough for the tables of a stage to be there too when it has begun. */
export const DEFAULT_BATCH_EVENTS = 4096;

/** A tick of few events is cut finer, for every worker to have some of it; below this, a batch costs more than its events. */
const LEAST_BATCH_EVENTS = 256;
const BATCHES_A_WORKER = 2;

/** Ticks in flight: one being screened while the next is prepared. */
const TICKS_IN_FLIGHT = 2;

export interface BatchRunnerOptions {
  readonly workers: number;
  readonly start: PipelineStart;
  /** The worker module; tests give one that fails. */
  readonly workerUrl?: string;
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
  readonly #pool: WorkerPool<ShareTask, void>;
  readonly #batchEvents: number;
  /** By tick (modulo those in flight) and worker. */
  readonly #shares: readonly (readonly Share[])[];
  #planned = 0;
  #claimants = 0;

  private constructor(pool: WorkerPool<ShareTask, void>, { start }: BatchRunnerOptions) {
    this.#pool = pool;
    this.#batchEvents = start.batchEvents;
    this.#shares = Array.from({ length: TICKS_IN_FLIGHT }, (_, side) =>
      Array.from({ length: pool.workers }, (__, worker) =>
        Share.allocate(side * pool.workers + worker, start.batchEvents, start.dimensions),
      ),
    );
  }

  static async start(options: BatchRunnerOptions): Promise<BatchRunner> {
    const pool = await WorkerPool.start<ShareTask, void>({
      url: options.workerUrl ?? import.meta.resolve("#worker"),
      task: "runShare",
      ping: "ping",
      workers: options.workers,
      tasksAWorker: TICKS_IN_FLIGHT,
      workerData: options.start,
    });
    return new BatchRunner(pool, options);
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  /** Events in the slices handed out so far: the other side of the ledger. */
  get planned(): number {
    return this.#planned;
  }

  /**
   * Resolves when every batch of the tick has reached `onShare` with its share, in whatever order they ended. Not before the tick before
   * the last has resolved: they use the same memory.
   */
  async screen(slices: readonly Int32Array[], made: TickTables, onShare: OnShare): Promise<void> {
    const events = countPlanned(slices);
    this.#planned += events;
    const fair = Math.ceil(events / (this.#pool.workers * BATCHES_A_WORKER));
    const eventsABatch = Math.min(this.#batchEvents, Math.max(fair, LEAST_BATCH_EVENTS));
    const batches = cutSlices(slices, eventsABatch);
    const { world, tables, observations } = made;
    const tick = { batches, eventsABatch, claims: allocateClaims(batches.length), tick: world, tables, observations };
    const shares = this.#shares[made.world.tick % TICKS_IN_FLIGHT]!.slice(0, batches.length);
    await Promise.all(shares.map((share) => this.#run(share, tick, onShare)));
  }

  async #run(share: Share, tick: Omit<ShareTask, "share" | "claimant">, onShare: OnShare): Promise<void> {
    const claims = new Int32Array(tick.claims);
    do {
      await this.#pool.run({ ...tick, share: share.handle, claimant: ++this.#claimants });
      onShare(share);
      // A share that was full before the batches were at an end is handed out again.
    } while (anyFree(claims));
  }
}
