/** Where the generator puts events: copies of prepared ones, batch by batch into the slots of a ring. */
import { EventBatch } from "../../../src/event/event-batch.ts";
import type { Outbox } from "./open-loop-generator.ts";
import type { SlotRing } from "./slot-ring.ts";

const TWO_TO_32 = 4294967296;

export class SlotOutbox implements Outbox {
  openSinceMs = Number.POSITIVE_INFINITY;
  readonly #ring: SlotRing;
  /** Event i is a copy of prepared event i, modulo their number. */
  readonly #prepared: EventBatch;
  #open: EventBatch | null = null;
  #count = 0;

  constructor(ring: SlotRing, prepared: EventBatch) {
    this.#ring = ring;
    this.#prepared = prepared;
  }

  capacity(): number {
    this.#open ??= this.#ring.nextFree();
    return this.#open === null ? 0 : this.#open.capacity - this.#count;
  }

  put(first: number, dueMs: Float64Array, count: number): void {
    const open = this.#open!;
    if (this.#count === 0) this.openSinceMs = dueMs[0]!;
    for (let done = 0; done < count;) {
      const row = (first + done) % this.#prepared.count;
      const run = Math.min(count - done, this.#prepared.count - row);
      copyEvents(this.#prepared, row, run, open, this.#count + done);
      done += run;
    }
    stamp(open, this.#count, first, dueMs, count);
    this.#count += count;
    if (this.#count === open.capacity) this.close();
  }

  close(): void {
    this.#open!.count = this.#count;
    this.#open = null;
    this.#count = 0;
    this.openSinceMs = Number.POSITIVE_INFINITY;
    this.#ring.handOver();
  }
}

/** Copies rows [row, row + count) to rows [at, at + count), what an operator sees of an event. */
function copyEvents(from: EventBatch, row: number, count: number, to: EventBatch, at: number): void {
  const end = row + count;
  to.kind.set(from.kind.subarray(row, end), at);
  to.route.set(from.route.subarray(row, end), at);
  to.caller.set(from.caller.subarray(row, end), at);
  to.callee.set(from.callee.subarray(row, end), at);
  const textFrom = from.textStart[row]!;
  const textAt = at === 0 ? 0 : to.textStart[at]!;
  to.text.set(from.text.subarray(textFrom, from.textStart[end]!), textAt);
  for (let i = 0; i <= count; i++) to.textStart[at + i] = from.textStart[row + i]! - textFrom + textAt;
}

/** An event's identity is its number in the run, and its time the moment it was due. */
function stamp(to: EventBatch, at: number, first: number, dueMs: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) {
    to.timeMs[at + i] = dueMs[i]!;
    to.idLow[at + i] = (first + i) >>> 0;
    to.idHigh[at + i] = Math.floor((first + i) / TWO_TO_32);
  }
}
