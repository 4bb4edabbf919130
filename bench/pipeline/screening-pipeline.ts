/**
 * The product's stages: blocklist and text match, the rest switched off, as the obvious pipeline has it, save the stage
 * learned where a model is named. The main thread lays events into batches in shared memory, and the workers screen
 * each as soon as it is filled.
 */
import { allocateClaims } from "../../src/core/claims.ts";
import { DEFAULT_BATCH_EVENTS } from "../../src/engine/simulation-pool.ts";
import { WorkerPool } from "../../src/engine/pool/worker-pool.ts";
import type { ChosenEngines } from "../../src/detect/engines.ts";
import { EventBatch } from "../../src/event/event-batch.ts";
import { canonicalIdentity, parseIdentity } from "../../src/event/identity.ts";
import { fillEvents } from "../../src/rows/fill-events.ts";
import { type TableHandles, buildTables } from "../harness/tables.ts";
import type { ObviousEvent, ObviousKnowledge } from "../obvious/event.ts";
import { Answers } from "./answers.ts";
import { allocateProgress, fillUpTo } from "./fill-progress.ts";
import type { ScreeningStart, Share } from "./screening-worker.ts";

export class ScreeningPipeline {
  readonly answers: Answers;
  readonly #pool: WorkerPool<Share, null>;
  readonly #events: readonly ObviousEvent[];
  readonly #batches: readonly EventBatch[];

  private constructor(
    pool: WorkerPool<Share, null>,
    events: readonly ObviousEvent[],
    batches: readonly EventBatch[],
    answers: Answers,
  ) {
    this.#pool = pool;
    this.#events = events;
    this.#batches = batches;
    this.answers = answers;
  }

  /** Builds the tables and starts the workers; `events` are what every pass is over. `model`: of the stage learned. */
  static async start(
    knowledge: ObviousKnowledge,
    events: readonly ObviousEvent[],
    workers: number,
    engines: ChosenEngines = {},
    model?: string,
  ): Promise<ScreeningPipeline> {
    const batches = allocateBatches(events.length, DEFAULT_BATCH_EVENTS);
    const answers = Answers.allocate(events.length);
    const workerData: ScreeningStart = {
      tables: tablesOf(knowledge, engines, model),
      batches: batches.map(({ handle }) => handle),
      answers: answers.handle,
    };
    const pool = await WorkerPool.start<Share, null>({
      url: import.meta.resolve("#bench-worker/pipeline/screening-worker"),
      task: "screenShare",
      ping: "ping",
      workers,
      workerData,
    });
    return new ScreeningPipeline(pool, events, batches, answers);
  }

  /** One pass from the events as objects to all verdicts, in `answers`. */
  async screen(): Promise<void> {
    const progress = allocateProgress();
    const pass = this.#pass(progress);
    // Where filling fails, that is what is told, not what becomes of those who wait for it.
    pass.catch(() => {});
    for (const [index, batch] of this.#batches.entries()) {
      fillEvents(batch, this.#events, index * DEFAULT_BATCH_EVENTS);
      fillUpTo(progress, index + 1);
    }
    await pass;
  }

  /** The same from the columns that the last pass has left. */
  async screenFilled(): Promise<void> {
    const progress = allocateProgress();
    fillUpTo(progress, this.#batches.length);
    await this.#pass(progress);
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  async #pass(progress: SharedArrayBuffer): Promise<void> {
    const claims = allocateClaims(this.#batches.length);
    await Promise.all(
      Array.from({ length: this.#pool.workers }, (_, worker) =>
        this.#pool.run({ claims, claimant: worker + 1, progress }),
      ),
    );
  }
}

/** Room for so many events in shared memory, in batches of `size` and the rest. */
export function allocateBatches(events: number, size: number): EventBatch[] {
  return Array.from({ length: Math.ceil(events / size) }, (_, index) =>
    EventBatch.allocate(Math.min(size, events - index * size)),
  );
}

/** Blocklist and text match alone, and the stage learned where a model is named. */
export function tablesOf(
  { blocklist, templates }: ObviousKnowledge,
  engines: ChosenEngines = {},
  model?: string,
): TableHandles {
  const listed = blocklist.map((caller) => canonicalIdentity(parseIdentity(caller)));
  return buildTables(listed, templates, engines, model);
}
