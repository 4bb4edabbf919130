/** The product's stages over batches in shared memory: blocklist and text match, the rest switched off, as the obvious pipeline has it. */
import { DEFAULT_BATCH_EVENTS } from "../../src/batch-runner.ts";
import { createTable } from "../../src/blocklist/engines.ts";
import { once } from "../../src/core/once.ts";
import { EventBatch } from "../../src/event/event-batch.ts";
import { canonicalIdentity, parseIdentity } from "../../src/event/identity.ts";
import { VerdictBatch } from "../../src/event/verdict-batch.ts";
import { buildMatcher } from "../../src/matcher/engines.ts";
import { DEFAULT_THRESHOLD_PERMILLE, cutTemplate } from "../../src/matcher/matcher.ts";
import { buildNormaliserTable } from "../../src/matcher/normaliser-table.ts";
import { attachNormaliser, normaliseText } from "../../src/matcher/normaliser.ts";
import { Credits } from "../../src/pool/credits.ts";
import { WorkerPool } from "../../src/pool/worker-pool.ts";
import { screen } from "../../src/screening.ts";
import { fillEvents } from "../../src/source/fill-events.ts";
import type { ObviousEvent, ObviousKnowledge } from "../obvious/event.ts";
import { Answers } from "./answers.ts";
import { type TableHandles, attachTables } from "./tables.ts";
import type { ScreeningStart, ScreeningTask } from "./worker.ts";

const FALSE_POSITIVE_RATE = 0.01;

const normaliserTable = once(buildNormaliserTable);

export class ScreeningPipeline {
  readonly events: number;
  readonly #pool: WorkerPool<ScreeningTask, number>;
  readonly #counts: readonly number[];
  readonly #verdicts: readonly VerdictBatch[];
  readonly #slots: Credits<number>;

  private constructor(
    pool: WorkerPool<ScreeningTask, number>,
    batches: readonly EventBatch[],
    verdicts: readonly VerdictBatch[],
  ) {
    this.#pool = pool;
    this.#counts = batches.map(({ count }) => count);
    this.#verdicts = verdicts;
    this.#slots = new Credits(verdicts.map((_, slot) => slot));
    this.events = this.#counts.reduce((sum, count) => sum + count, 0);
  }

  /** Builds the tables and starts the workers. */
  static async start(
    knowledge: ObviousKnowledge,
    batches: readonly EventBatch[],
    workers: number,
  ): Promise<ScreeningPipeline> {
    const verdicts = Array.from({ length: 2 * workers + 1 }, () => VerdictBatch.allocate(DEFAULT_BATCH_EVENTS));
    const pool = await WorkerPool.start<ScreeningTask, number>({
      url: import.meta.resolve("#bench-worker/pipeline/worker"),
      task: "screenBatch",
      ping: "ping",
      workers,
      workerData: {
        tables: buildTables(knowledge),
        batches: batches.map(({ handle }) => handle),
        slots: verdicts.map(({ handle }) => handle),
      } satisfies ScreeningStart,
    });
    return new ScreeningPipeline(pool, batches, verdicts);
  }

  /** Screens all events into `answers`. */
  async screen(answers: Answers): Promise<void> {
    const running: Promise<void>[] = [];
    let from = 0;
    for (const [batch, count] of this.#counts.entries()) {
      const slot = await this.#slots.take();
      running.push(this.#run({ batch, slot }, answers, from));
      from += count;
    }
    await Promise.all(running);
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  async #run(task: ScreeningTask, answers: Answers, from: number): Promise<void> {
    const count = await this.#pool.run(task);
    answers.take(this.#verdicts[task.slot]!, from, count);
    this.#slots.give(task.slot);
  }
}

/** The same in this thread, for tests: slow to set up, no workers to start. */
export function screenInThread(knowledge: ObviousKnowledge, events: readonly ObviousEvent[]): Answers {
  const answers = new Answers(events.length);
  const verdicts = VerdictBatch.allocate(DEFAULT_BATCH_EVENTS);
  const tables = attachTables(buildTables(knowledge));
  let from = 0;
  for (const batch of batchEvents(events)) {
    screen(batch, verdicts, tables);
    answers.take(verdicts, from, batch.count);
    from += batch.count;
  }
  return answers;
}

/** Events as columns in shared memory, in batches of the product's size. */
export function batchEvents(events: readonly ObviousEvent[]): EventBatch[] {
  const batches: EventBatch[] = [];
  for (let from = 0; from < events.length; from += DEFAULT_BATCH_EVENTS) {
    const batch = EventBatch.allocate(Math.min(DEFAULT_BATCH_EVENTS, events.length - from));
    fillEvents(batch, events, from);
    batches.push(batch);
  }
  return batches;
}

function buildTables({ blocklist, templates }: ObviousKnowledge): TableHandles {
  const normaliser = normaliserTable();
  const table = createTable({
    engine: "packed-bloom",
    capacity: Math.max(1, blocklist.length),
    falsePositiveRate: FALSE_POSITIVE_RATE,
  });
  for (const caller of blocklist) table.add(canonicalIdentity(parseIdentity(caller)));
  const reader = attachNormaliser(normaliser);
  const numbered = templates.map((text, number) => ({ number, text: cutTemplate(normaliseText(reader, text)) }));
  return {
    blocklist: table.handle,
    matcher: buildMatcher("index", DEFAULT_THRESHOLD_PERMILLE, numbered),
    normaliser,
  };
}
