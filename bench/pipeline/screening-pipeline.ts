/**
 * The product's stages: blocklist and text match, the rest switched off, as the obvious pipeline has it, save the stage
 * learned where a model is named. The main
 * thread lays events into batches in shared memory, and the workers screen each as soon as it is filled.
 */
import { DEFAULT_BATCH_EVENTS } from "../../src/engine/simulation-pool.ts";
import type { ChosenEngines } from "../../src/detect/engines.ts";
import type { EventBatch } from "../../src/event/event-batch.ts";
import { canonicalIdentity, parseIdentity } from "../../src/event/identity.ts";
import { fillEvents } from "../../src/rows/fill-events.ts";
import { Answers } from "../harness/answers.ts";
import { BatchScreening, allocateBatches } from "../harness/batch-screening.ts";
import { FillProgress } from "../harness/fill-progress.ts";
import { type TableHandles, buildTables } from "../harness/tables.ts";
import type { ObviousEvent, ObviousKnowledge } from "../obvious/event.ts";

export class ScreeningPipeline {
  /** Of the last pass. */
  readonly answers: Answers;
  readonly #screening: BatchScreening;
  readonly #events: readonly ObviousEvent[];
  readonly #batches: readonly EventBatch[];

  private constructor(
    screening: BatchScreening,
    events: readonly ObviousEvent[],
    batches: readonly EventBatch[],
    answers: Answers,
  ) {
    this.#screening = screening;
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
    const tables = tablesOf(knowledge, engines, model);
    const screening = await BatchScreening.start({ tables, batches, workers, answers });
    return new ScreeningPipeline(screening, events, batches, answers);
  }

  /** One pass from the events as objects to all verdicts, in `answers`. */
  async screen(): Promise<void> {
    const progress = FillProgress.allocate();
    const pass = this.#screening.pass(progress);
    // Where filling fails, that is what is told, not what becomes of those who wait for it.
    pass.catch(() => {});
    for (const [index, batch] of this.#batches.entries()) {
      fillEvents(batch, this.#events, index * DEFAULT_BATCH_EVENTS);
      progress.reach(index + 1);
    }
    await pass;
  }

  /** The same from the columns that the last pass has left. */
  async screenFilled(): Promise<void> {
    await this.#screening.passFilled();
  }

  close(): Promise<void> {
    return this.#screening.close();
  }
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
