/**
 * The main thread's memory of callers: sketches of the current half-day and the one before, in two slots, so that
 * one can be brought up to date while workers read the other.
 */
import { assert } from "../core/assert.ts";
import { OBSERVATION_WORDS, type ObservationHandle, allocateObservations } from "./observation-batch.ts";
import { SKETCH_WORDS, addObservations } from "./sketch.ts";

/** A window covers the current span and the one before: between one and two of these, in ticks. */
export const SPAN_TICKS = 12;

/** A tick is screened with what was observed up to this many ticks before it, so that workers need not wait. */
export const OBSERVATION_LAG_TICKS = 2;

/** Room to spare when more is observed than ever before: busy hours come one after the other. */
const GROWTH = 1.25;

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

/** What was observed in one tick. */
interface Observations {
  tick: number;
  words: Uint32Array;
  count: number;
}

/** Both slots take in a tick before the third after it is opened. */
const TICKS_KEPT = 3;

export class ActivityMemory {
  readonly #slots: readonly [Slot, Slot] = [emptySlot(), emptySlot()];
  readonly #kept: readonly Observations[] = Array.from({ length: TICKS_KEPT }, () => ({
    tick: -1,
    words: new Uint32Array(allocateObservations(0)),
    count: 0,
  }));

  /** Where workers write what `count` events of `tick` tell: after seal(tick), and complete before seal(tick + 2). */
  open(tick: number, count: number): ObservationHandle {
    const kept = this.#kept[tick % TICKS_KEPT]!;
    kept.tick = tick;
    kept.count = count;
    if (kept.words.length < count * OBSERVATION_WORDS) {
      kept.words = new Uint32Array(allocateObservations(Math.ceil(count * GROWTH)));
    }
    return sharedBuffer(kept.words);
  }

  /** The sketches for `tick`: everything observed up to tick - OBSERVATION_LAG_TICKS. Cost: about 40 ns an event. Ticks follow one another. */
  seal(tick: number): ActivityHandle {
    const slot = this.#slots[tick & 1]!;
    const lastTick = tick - OBSERVATION_LAG_TICKS;
    for (; slot.nextTick <= lastTick; slot.nextTick++) this.#absorb(slot, slot.nextTick);
    return { earlier: sharedBuffer(slot.earlier), later: sharedBuffer(slot.later) };
  }

  #absorb(slot: Slot, tick: number): void {
    if (tick > 0 && tick % SPAN_TICKS === 0) {
      [slot.earlier, slot.later] = [slot.later, slot.earlier];
      slot.later.fill(0);
    }
    const kept = this.#kept[tick % TICKS_KEPT]!;
    if (kept.tick === tick) addObservations(slot.later, kept.words, kept.count);
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
