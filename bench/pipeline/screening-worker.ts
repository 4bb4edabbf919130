/** A thread that screens batches in shared memory: it takes the next that nobody has claimed, as in the product. */
import { claim } from "../../src/core/claims.ts";
import { screen } from "../../src/detect/screening.ts";
import { EventBatch, type EventBatchHandle } from "../../src/event/event-batch.ts";
import { Findings } from "../../src/event/findings.ts";
import { screeningThread } from "../harness/screening-thread.ts";
import { type TableHandles, attachTables } from "../harness/tables.ts";
import { Answers, type AnswersHandle } from "./answers.ts";
import { waitFor } from "./fill-progress.ts";

export interface ScreeningStart {
  readonly tables: TableHandles;
  readonly batches: readonly EventBatchHandle[];
  readonly answers: AnswersHandle;
}

/** A share of one pass over the batches. */
export interface Share {
  readonly claims: SharedArrayBuffer;
  readonly claimant: number;
  readonly progress: SharedArrayBuffer;
}

export const { screening, ping } = screeningThread((start: ScreeningStart) => {
  const tables = attachTables(start.tables);
  const batches = start.batches.map((handle) => EventBatch.attach(handle));
  const answers = new Answers(start.answers);
  const findings = Findings.allocate(Math.max(...batches.map(({ capacity }) => capacity)));
  return ({ claims, claimant, progress }: Share): void => {
    const taken = new Int32Array(claims);
    let from = 0;
    for (const [index, events] of batches.entries()) {
      if (claim(taken, index, claimant)) {
        waitFor(progress, index);
        screen(events, findings, tables);
        answers.take(findings, from, events.count);
      }
      from += events.capacity;
    }
  };
});

export function screenShare(share: Share): null {
  screening()(share);
  return null;
}
