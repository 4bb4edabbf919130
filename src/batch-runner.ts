/** Runs the slices of a tick through the worker threads, batch by batch, and keeps what is in flight bounded. */
import { allocateObservations } from "./behaviour/observation-batch.ts";
import { EventBatch } from "./event/event-batch.ts";
import { VerdictBatch } from "./event/verdict-batch.ts";
import {
  type BatchResult,
  type BatchSlot,
  type BatchTask,
  type BatchView,
  type PipelineStart,
  type SealedTables,
  viewSlot,
} from "./pipeline.ts";
import { Credits } from "./pool/credits.ts";
import { WorkerPool } from "./pool/worker-pool.ts";
import { Tally, type TallyDimensions } from "./report/tally.ts";
import { allocateReactionCounts } from "./world/reaction-counts.ts";
import { allocateLabels } from "./world/labels.ts";
import { countPlanned, cutSlices } from "./world/slice.ts";
import type { WorldTickHandle } from "./world/world.ts";

/** Enough for the cost of a task to vanish (34 microseconds), few enough for a batch to stay in the cache. */
export const DEFAULT_BATCH_EVENTS = 4096;

export interface BatchRunnerOptions {
  readonly workers: number;
  readonly batchEvents: number;
  readonly dimensions: TallyDimensions;
  readonly start: PipelineStart;
  /** The worker module; tests give one that fails. */
  readonly workerUrl?: string;
}

/** What a tick is made and screened with. */
export interface TickTables {
  readonly world: WorldTickHandle;
  readonly tables: SealedTables;
}

/** Called with each screened batch; its memory is used again as soon as it returns. */
export type OnBatch = (view: BatchView, result: BatchResult) => void;

export class BatchRunner {
  readonly #pool: WorkerPool<BatchTask, BatchResult>;
  readonly #slots: Credits<BatchSlot>;
  readonly #views: readonly BatchView[];
  readonly #batchEvents: number;
  /** A batch has failed for good: no more are handed out. */
  #failed = false;
  #planned = 0;

  private constructor(
    pool: WorkerPool<BatchTask, BatchResult>,
    { workers, batchEvents, dimensions }: BatchRunnerOptions,
  ) {
    this.#pool = pool;
    this.#batchEvents = batchEvents;
    // One batch being screened by each worker, one waiting for it, one being collected.
    const slots = Array.from({ length: workers * 2 + 1 }, (_, id) => allocateSlot(id, batchEvents, dimensions));
    this.#views = slots.map(viewSlot);
    this.#slots = new Credits(slots);
  }

  static async start(options: BatchRunnerOptions): Promise<BatchRunner> {
    const pool = await WorkerPool.start<BatchTask, BatchResult>({
      url: options.workerUrl ?? import.meta.resolve("#worker"),
      task: "runBatch",
      ping: "ping",
      workers: options.workers,
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

  /** Resolves when every batch of the tick has been handed to `onBatch`, in whatever order they ended. */
  async screen(slices: readonly Int32Array[], { world, tables }: TickTables, onBatch: OnBatch): Promise<void> {
    const running: Promise<void>[] = [];
    for (const cut of cutSlices(slices, this.#batchEvents)) {
      const slot = await this.#slots.take();
      if (this.#failed) {
        this.#slots.give(slot);
        break;
      }
      const batch = this.#run({ slot, slices: cut, tick: world, tables }, onBatch);
      // Its failure is met below, which may be after another batch has failed first.
      batch.catch(() => {
        this.#failed = true;
      });
      running.push(batch);
      this.#planned += countPlanned(cut);
    }
    await Promise.all(running);
  }

  async #run(task: BatchTask, onBatch: OnBatch): Promise<void> {
    try {
      const result = await this.#pool.run(task);
      onBatch(this.#views[task.slot.id]!, result);
    } finally {
      this.#slots.give(task.slot);
    }
  }
}

function allocateSlot(id: number, batchEvents: number, dimensions: TallyDimensions): BatchSlot {
  return {
    id,
    events: EventBatch.allocate(batchEvents).handle,
    verdicts: VerdictBatch.allocate(batchEvents).handle,
    truth: allocateLabels(batchEvents),
    tally: Tally.allocate(dimensions).handle,
    observations: allocateObservations(batchEvents),
    reactions: allocateReactionCounts(dimensions.gangs),
  };
}
