/**
 * The main thread's memory of callers: sketches of the current half-day and the one before, in two slots, so that
 * one can be brought up to date while workers read the other.
 */
import { assert } from "../core/assert.ts";
import { OBSERVATION_WORDS } from "./observation-batch.ts";
import { SKETCH_WORDS, addObservations } from "./sketch.ts";

/** A window covers the current span and the one before: between one and two of these, in ticks. */
export const SPAN_TICKS = 12;

/** A tick is screened with what was observed up to this many ticks before it, so that workers need not wait. */
export const OBSERVATION_LAG_TICKS = 2;

/** Sketches of two spans, sealed for one tick. */
export interface ActivityHandle {
  readonly earlier: SharedArrayBuffer;
  readonly later: SharedArrayBuffer;
}

interface Slot {
  earlier: Uint32Array;
  later: Uint32Array;
  /** First tick whose observations this slot lacks. */
  nextTick: number;
}

export class ActivityMemory {
  readonly #slots: readonly [Slot, Slot] = [emptySlot(), emptySlot()];
  readonly #observations = new Map<number, Uint32Array[]>();

  /** Keeps the observations of one batch of `tick`; `words` is copied, for its buffer is used again. */
  record(tick: number, words: Uint32Array, count: number): void {
    const batches = this.#observations.get(tick) ?? [];
    batches.push(words.slice(0, count * OBSERVATION_WORDS));
    this.#observations.set(tick, batches);
  }

  /** The sketches for `tick`: everything observed up to tick - OBSERVATION_LAG_TICKS. Cost: about 40 ns an event. */
  seal(tick: number): ActivityHandle {
    const slot = this.#slots[tick & 1]!;
    const lastTick = tick - OBSERVATION_LAG_TICKS;
    for (; slot.nextTick <= lastTick; slot.nextTick++) this.#absorb(slot, slot.nextTick);
    const neededFrom = Math.min(this.#slots[0].nextTick, this.#slots[1].nextTick);
    for (const kept of this.#observations.keys()) if (kept < neededFrom) this.#observations.delete(kept);
    return { earlier: sharedBuffer(slot.earlier), later: sharedBuffer(slot.later) };
  }

  #absorb(slot: Slot, tick: number): void {
    if (tick > 0 && tick % SPAN_TICKS === 0) {
      [slot.earlier, slot.later] = [slot.later, slot.earlier];
      slot.later.fill(0);
    }
    for (const words of this.#observations.get(tick) ?? []) {
      addObservations(slot.later, words, words.length / OBSERVATION_WORDS);
    }
  }
}

function emptySlot(): Slot {
  return { earlier: emptySketch(), later: emptySketch(), nextTick: 0 };
}

function emptySketch(): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(SKETCH_WORDS * 4));
}

function sharedBuffer(words: Uint32Array): SharedArrayBuffer {
  assert(words.buffer instanceof SharedArrayBuffer, "a sketch lies in shared memory");
  return words.buffer;
}
