/** The piscina entry of the bench's fast side: the product's own screening over batches in shared memory. */
import { workerData } from "piscina";
import { EventBatch, type EventBatchHandle } from "../../src/event/event-batch.ts";
import { VerdictBatch, type VerdictBatchHandle } from "../../src/event/verdict-batch.ts";
import { type ScreeningTables, screen } from "../../src/screening.ts";
import { type TableHandles, attachTables } from "./tables.ts";

/** What a worker is given once: the tables, all events, and room for the verdicts of the batches in flight. */
export interface ScreeningStart {
  readonly tables: TableHandles;
  readonly batches: readonly EventBatchHandle[];
  readonly slots: readonly VerdictBatchHandle[];
}

export interface ScreeningTask {
  readonly batch: number;
  readonly slot: number;
}

let screening: Screening | undefined;

export function screenBatch(task: ScreeningTask): number {
  screening ??= new Screening(workerData as ScreeningStart);
  return screening.run(task);
}

/** Answers once the tables are attached. */
export function ping(): boolean {
  screening ??= new Screening(workerData as ScreeningStart);
  return true;
}

class Screening {
  readonly #batches: readonly EventBatch[];
  readonly #slots: readonly VerdictBatch[];
  readonly #tables: ScreeningTables;

  constructor({ tables, batches, slots }: ScreeningStart) {
    this.#batches = batches.map((handle) => EventBatch.attach(handle));
    this.#slots = slots.map((handle) => VerdictBatch.attach(handle));
    this.#tables = attachTables(tables);
  }

  run({ batch, slot }: ScreeningTask): number {
    const events = this.#batches[batch]!;
    screen(events, this.#slots[slot]!, this.#tables);
    return events.count;
  }
}
