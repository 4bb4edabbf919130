/** The piscina entry of the bench's fast side: the product's own screening over batches in shared memory. */
import { DEFAULT_BATCH_EVENTS } from "../../src/engine/simulation-pool.ts";
import { EventBatch, type EventBatchHandle } from "../../src/event/event-batch.ts";
import { Findings } from "../../src/event/findings.ts";
import { type Claims, claim } from "../../src/core/claims.ts";
import { type ScreeningTables, screen } from "../../src/detect/screening.ts";
import { screeningThread } from "../harness/screening-thread.ts";
import { type TableHandles, attachTables } from "../harness/tables.ts";
import { Answers, type AnswersHandle } from "./answers.ts";
import { FillProgress } from "./fill-progress.ts";

/** What a worker is given once: the tables, room for all events, and room for the answers. */
export interface ScreeningStart {
  readonly tables: TableHandles;
  readonly batches: readonly EventBatchHandle[];
  readonly answers: AnswersHandle;
}

/** A share of one pass over the batches: workers help themselves, as in the product. */
export interface ScreeningTask {
  readonly claims: Claims;
  readonly claimant: number;
  /** How many batches are filled: of FillProgress. */
  readonly filled: SharedArrayBuffer;
}

export const { screening, ping } = screeningThread((start: ScreeningStart) => new Screening(start));

export function screenShare(task: ScreeningTask): void {
  screening().run(task);
}

class Screening {
  readonly #tables: ScreeningTables;
  readonly #batches: readonly EventBatch[];
  readonly #answers: Answers;
  readonly #findings = Findings.allocate(DEFAULT_BATCH_EVENTS);

  constructor({ tables, batches, answers }: ScreeningStart) {
    this.#tables = attachTables(tables);
    this.#batches = batches.map((handle) => EventBatch.attach(handle));
    this.#answers = Answers.attach(answers);
  }

  run({ claims, claimant, filled }: ScreeningTask): void {
    const taken = new Int32Array(claims);
    const progress = FillProgress.attach(filled);
    let from = 0;
    for (const [index, events] of this.#batches.entries()) {
      if (claim(taken, index, claimant)) {
        progress.waitFor(index);
        screen(events, this.#findings, this.#tables);
        this.#answers.take(this.#findings, from, events.count);
      }
      from += events.capacity;
    }
  }
}
