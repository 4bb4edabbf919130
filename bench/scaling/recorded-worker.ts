/** A thread of the data path over recorded rows: takes batches in shared memory, as the others do, and screens them. */
import { type Claims, claim } from "../../src/core/claims.ts";
import { screen } from "../../src/detect/screening.ts";
import { EventBatch, type EventBatchHandle } from "../../src/event/event-batch.ts";
import { Findings } from "../../src/event/findings.ts";
import type { DigestWords } from "../../src/metrics/digest.ts";
import { addDecisions, screeningThread } from "../harness/screening-thread.ts";
import { type TableHandles, attachTables } from "../harness/tables.ts";

/** What a thread is given once. */
export interface RecordedStart {
  readonly tables: TableHandles;
  readonly batches: readonly EventBatchHandle[];
}

/** One pass over the batches. */
export interface RecordedPass {
  readonly claims: Claims;
  readonly claimant: number;
}

export const { screening, ping } = screeningThread((start: RecordedStart) => new Screening(start));

/** Of what this thread took. */
export function screenPass(pass: RecordedPass): DigestWords {
  return screening().run(pass);
}

class Screening {
  readonly #tables;
  readonly #batches;
  readonly #findings: Findings;

  constructor({ tables, batches }: RecordedStart) {
    this.#tables = attachTables(tables);
    this.#batches = batches.map((handle) => EventBatch.attach(handle));
    this.#findings = Findings.allocate(Math.max(...this.#batches.map(({ capacity }) => capacity)));
  }

  run({ claims, claimant }: RecordedPass): DigestWords {
    const taken = new Int32Array(claims);
    const digest = new Uint32Array(2);
    for (const [index, events] of this.#batches.entries()) {
      if (!claim(taken, index, claimant)) continue;
      screen(events, this.#findings, this.#tables);
      addDecisions(digest, events, this.#findings);
    }
    return digest;
  }
}
