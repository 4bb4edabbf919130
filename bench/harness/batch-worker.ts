/** A thread that screens batches in shared memory: it takes the next that nobody has claimed, as in the product. */
import { claim } from "../../src/core/claims.ts";
import { type ScreeningTables, screen } from "../../src/detect/screening.ts";
import { EventBatch, type EventBatchHandle } from "../../src/event/event-batch.ts";
import { Findings } from "../../src/event/findings.ts";
import type { DigestWords } from "../../src/metrics/digest.ts";
import { Answers, type AnswersHandle } from "./answers.ts";
import { FillProgress } from "./fill-progress.ts";
import { addDecisions, screeningThread } from "./screening-thread.ts";
import { type TableHandles, attachTables } from "./tables.ts";

/** What a thread is given once. */
export interface BatchStart {
  readonly tables: TableHandles;
  readonly batches: readonly EventBatchHandle[];
  /** Room for the answers to all events; null: they are counted into a digest alone. */
  readonly answers: AnswersHandle | null;
}

/** A share of one pass over the batches. */
export interface BatchShare {
  readonly claims: SharedArrayBuffer;
  readonly claimant: number;
  /** How many batches are filled: of FillProgress. */
  readonly filled: SharedArrayBuffer;
}

export const { screening, ping } = screeningThread((start: BatchStart) => new Screening(start));

/** Over the decisions on what this thread took, where no answers are kept. */
export function screenShare(share: BatchShare): DigestWords {
  return screening().run(share);
}

class Screening {
  readonly #tables: ScreeningTables;
  readonly #batches: readonly EventBatch[];
  readonly #answers: Answers | null;
  readonly #findings: Findings;

  constructor({ tables, batches, answers }: BatchStart) {
    this.#tables = attachTables(tables);
    this.#batches = batches.map((handle) => EventBatch.attach(handle));
    this.#answers = answers && Answers.attach(answers);
    this.#findings = Findings.allocate(Math.max(...this.#batches.map(({ capacity }) => capacity)));
  }

  run({ claims, claimant, filled }: BatchShare): DigestWords {
    const taken = new Int32Array(claims);
    const progress = FillProgress.attach(filled);
    const digest = new Uint32Array(2);
    let from = 0;
    for (const [index, events] of this.#batches.entries()) {
      if (claim(taken, index, claimant)) {
        progress.waitFor(index);
        screen(events, this.#findings, this.#tables);
        if (this.#answers === null) addDecisions(digest, events, this.#findings);
        else this.#answers.take(this.#findings, from, events.count);
      }
      from += events.capacity;
    }
    return digest;
  }
}
