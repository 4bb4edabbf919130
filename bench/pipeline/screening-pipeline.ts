/**
 * The product's stages: blocklist and text match, the rest switched off, as the obvious pipeline has it, save the stage
 * learned where a model is named. The main
 * thread lays events into batches in shared memory, and the workers screen each as soon as it is filled.
 */
import { DEFAULT_BATCH_EVENTS } from "../../src/engine/simulation-pool.ts";
import type { ChosenEngines } from "../../src/detect/engines.ts";
import { EventBatch } from "../../src/event/event-batch.ts";
import { canonicalIdentity, parseIdentity } from "../../src/event/identity.ts";
import { Findings } from "../../src/event/findings.ts";
import { allocateClaims } from "../../src/core/claims.ts";
import { WorkerPool } from "../../src/engine/pool/worker-pool.ts";
import { screen } from "../../src/detect/screening.ts";
import { fillEvents } from "../../src/rows/fill-events.ts";
import { type TableHandles, attachTables, buildTables } from "../harness/tables.ts";
import type { ObviousEvent, ObviousKnowledge } from "../obvious/event.ts";
import { Answers } from "./answers.ts";
import { FillProgress } from "./fill-progress.ts";
import type { ScreeningStart, ScreeningTask } from "./worker.ts";

export class ScreeningPipeline {
  /** Of the last pass. */
  readonly answers: Answers;
  readonly #pool: WorkerPool<ScreeningTask, void>;
  readonly #events: readonly ObviousEvent[];
  readonly #batches: readonly EventBatch[];

  private constructor(
    pool: WorkerPool<ScreeningTask, void>,
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
    const batches = allocateBatches(events.length);
    const answers = Answers.allocate(events.length);
    const pool = await WorkerPool.start<ScreeningTask, void>({
      url: import.meta.resolve("#bench-worker/pipeline/worker"),
      task: "screenShare",
      ping: "ping",
      workers,
      workerData: {
        tables: tablesOf(knowledge, engines, model),
        batches: batches.map(({ handle }) => handle),
        answers: answers.handle,
      } satisfies ScreeningStart,
    });
    return new ScreeningPipeline(pool, events, batches, answers);
  }

  /** One pass from the events as objects to all verdicts, in `answers`. */
  async screen(): Promise<void> {
    const progress = FillProgress.allocate();
    const shares = this.#startShares(progress);
    // Where filling fails, that is what is told, not what becomes of those who wait for it.
    shares.catch(() => {});
    for (const [index, batch] of this.#batches.entries()) {
      fillEvents(batch, this.#events, index * DEFAULT_BATCH_EVENTS);
      progress.reach(index + 1);
    }
    await shares;
  }

  /** The same from the columns that the last pass has left. */
  async screenFilled(): Promise<void> {
    const progress = FillProgress.allocate();
    progress.reach(this.#batches.length);
    await this.#startShares(progress);
  }

  async #startShares({ buffer: filled }: FillProgress): Promise<void> {
    const claims = allocateClaims(this.#batches.length);
    const shares = Array.from({ length: this.#pool.workers }, (_, worker) =>
      this.#pool.run({ claims, claimant: worker + 1, filled }),
    );
    await Promise.all(shares);
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}

/** The same in this thread, for tests: slow to set up, no workers to start. */
export function screenInThread(knowledge: ObviousKnowledge, events: readonly ObviousEvent[]): Answers {
  const answers = Answers.allocate(events.length);
  const findings = Findings.allocate(DEFAULT_BATCH_EVENTS);
  const tables = attachTables(tablesOf(knowledge));
  let from = 0;
  for (const batch of allocateBatches(events.length)) {
    fillEvents(batch, events, from);
    screen(batch, findings, tables);
    answers.take(findings, from, batch.count);
    from += batch.count;
  }
  return answers;
}

/** Room for `events` of them in shared memory, in batches of the product's size. */
function allocateBatches(events: number): EventBatch[] {
  const batches: EventBatch[] = [];
  for (let from = 0; from < events; from += DEFAULT_BATCH_EVENTS) {
    batches.push(EventBatch.allocate(Math.min(DEFAULT_BATCH_EVENTS, events - from)));
  }
  return batches;
}

function tablesOf(
  { blocklist, templates }: ObviousKnowledge,
  engines: ChosenEngines = {},
  model?: string,
): TableHandles {
  const listed = blocklist.map((caller) => canonicalIdentity(parseIdentity(caller)));
  return buildTables(listed, templates, engines, model);
}
