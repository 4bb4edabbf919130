import { assert } from "../core/assert.ts";
import type { EventBatch } from "../event/event-batch.ts";
import type { TruthBatch } from "../event/truth.ts";

const CUT_TOO_LARGE = "a plan never cuts a batch larger than its capacity";

export class EventWriter {
  readonly events: EventBatch;
  readonly truth: TruthBatch;
  row = 0;
  textAt = 0;
  /** Scratch for an event's identity, to be filled before `finishRow`. */
  readonly id = new Uint32Array(2);

  constructor(events: EventBatch, truth: TruthBatch) {
    this.events = events;
    this.truth = truth;
  }

  reset(): void {
    this.row = 0;
    this.textAt = 0;
    this.events.textStart[0] = 0;
  }

  finishRow(): void {
    const { events, row } = this;
    assert(row < events.capacity, CUT_TOO_LARGE);
    events.idLow[row] = this.id[0]!;
    events.idHigh[row] = this.id[1]!;
    this.row = row + 1;
    events.textStart[row + 1] = this.textAt;
  }

  finishRows(count: number): void {
    assert(this.row + count <= this.events.capacity, CUT_TOO_LARGE);
    this.row += count;
  }

  finishBatch(): void {
    this.events.count = this.row;
  }
}
