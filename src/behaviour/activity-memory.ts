/**
 * The main thread's memory of callers: sketches of the current half-day and the one before, in two slots, so that
 * one can be brought up to date while workers read the other.
 */
import type { SharedWasmMemory } from "../core/web-assembly.ts";
import { type ObservationHandle, allocateObservations } from "./observation-batch.ts";
import { OBSERVATION_WORDS, SLOT_BYTES } from "./sketch-layout.ts";
import { type Side, Sketches, allocateSketches } from "./sketches.ts";

/** A window covers the current span and the one before: between one and two of these, in ticks. */
export const SPAN_TICKS = 12;

/** A tick is screened with what was observed up to this many ticks before it, so that workers need not wait. */
export const OBSERVATION_LAG_TICKS = 2;

/** Room to spare when more is observed than ever before: busy hours come one after the other. */
const GROWTH = 1.25;

/** Sketches of two spans, sealed for one tick. */
export interface ActivityHandle {
  readonly memory: SharedWasmMemory;
  readonly slot: Side;
}

/** What was observed in one tick. */
interface Observations {
  tick: number;
  words: Uint32Array<ObservationHandle>;
  count: number;
}

/**
 * What was observed in tick t is added to one slot by seal(t + 2) and to the other by seal(t + 3); then open(t + 3) may
 * write over it.
 */
const TICKS_KEPT = 3;

export class ActivityMemory {
  readonly #memory = allocateSketches();
  readonly #sketches = Sketches.attach(this.#memory);
  /** Of each slot, the first tick whose observations it lacks. */
  readonly #nextTick: [number, number] = [0, 0];
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
    return kept.words.buffer;
  }

  /**
   * The sketches for `tick`: everything observed up to tick - OBSERVATION_LAG_TICKS. Cost: 25 to 35 ns an event. Ticks
   * follow one another.
   */
  seal(tick: number): ActivityHandle {
    const slot = sideOf(tick);
    const lastTick = tick - OBSERVATION_LAG_TICKS;
    for (; this.#nextTick[slot] <= lastTick; this.#nextTick[slot]++) this.#absorb(slot, this.#nextTick[slot]);
    return { memory: this.#memory, slot };
  }

  #absorb(slot: Side, tick: number): void {
    const span = sideOf(Math.floor(tick / SPAN_TICKS));
    // The span before the last gives way.
    if (tick > 0 && tick % SPAN_TICKS === 0) this.#sketches.clear(slot, span);
    const kept = this.#kept[tick % TICKS_KEPT]!;
    if (kept.tick === tick) this.#sketches.add(slot, span, kept.words, kept.count);
  }
}

/** The same sketches in memory of their own, which nobody brings up to date. */
export function copyActivity({ memory, slot }: ActivityHandle): ActivityHandle {
  const copy = allocateSketches();
  const cellsOf = ({ buffer }: SharedWasmMemory): Uint8Array => new Uint8Array(buffer, slot * SLOT_BYTES, SLOT_BYTES);
  cellsOf(copy).set(cellsOf(memory));
  return { memory: copy, slot };
}

function sideOf(count: number): Side {
  return count % 2 === 0 ? 0 : 1;
}
