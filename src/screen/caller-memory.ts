/**
 * The memory of callers for files and programs. It works like the engine's (detect/behaviour/activity-memory.ts), with
 * three differences: the main thread brings the sketches up to date, hours may be missing, and the number of events of
 * an hour is not known beforehand.
 */
import { assert } from "../core/assert.ts";
import { type Side, sideOf } from "../core/time.ts";
import type { ActivityHandle } from "../detect/behaviour/recall-behaviour.ts";
import { OBSERVATION_LAG_TICKS, SPAN_TICKS } from "../detect/behaviour/activity-memory.ts";
import type { CallerHash } from "../detect/behaviour/caller-hash.ts";
import { OBSERVATION_WORDS, SLOT_BYTES, SLOTS } from "../detect/behaviour/sketch-layout.ts";
import { Sketches, allocateSketches } from "../detect/behaviour/sketches.ts";

/** Observations older than this are in neither span. */
const FORGOTTEN_TICKS = 2 * SPAN_TICKS;
const SIDES: readonly Side[] = [0, 1];
/** Only the sketches, without the buffers of threads. */
export const REMEMBERED_BYTES = SLOTS * SLOT_BYTES;

/** Small notes share arrays: an array for each single event would take ten times as much memory. */
const WORDS_A_CHUNK = 1 << 15;

/** Words below `used` never change. */
interface NotedWords {
  readonly words: Uint32Array;
  used: number;
}

/** The whole memory, for saving and restoring. */
export interface RememberedCallers {
  readonly sketches: Uint8Array;
  readonly added: readonly [number, number];
  readonly sealedFor: readonly [number, number];
  readonly noted: readonly (readonly [tick: number, chunks: readonly Readonly<NotedWords>[]])[];
}

export class CallerMemory {
  readonly #memory = allocateSketches();
  readonly #sketches = Sketches.attach(this.#memory);
  /** By slot. Always the same, so that readers need not attach again. */
  readonly #handles: readonly [ActivityHandle, ActivityHandle];
  /** By slot: the last tick that was added, and the tick for which it is sealed. */
  readonly #added: [number, number] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  readonly #sealedFor: [number, number] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  readonly #parts = new Map<number, NotedWords[]>();

  constructor(callerHash: CallerHash) {
    const memory = this.#memory;
    const handleOf = (slot: Side): ActivityHandle => ({ memory, callerHash, slot, upkeep: null });
    this.#handles = [handleOf(0), handleOf(1)];
  }

  /** Adds observations of events of `tick`. */
  note(tick: number, observations: Uint32Array): void {
    let chunks = this.#parts.get(tick);
    if (chunks === undefined) this.#parts.set(tick, (chunks = []));
    const { length } = observations;
    if (length >= WORDS_A_CHUNK) {
      chunks.push({ words: observations, used: length });
      return;
    }
    let last = chunks.at(-1);
    if (last === undefined || last.used + length > last.words.length) {
      chunks.push((last = { words: new Uint32Array(WORDS_A_CHUNK), used: 0 }));
    }
    last.words.set(observations, last.used);
    last.used += length;
  }

  /** Valid until the next event is screened. */
  get remembered(): RememberedCallers {
    return { sketches: this.#slots, added: this.#added, sealedFor: this.#sealedFor, noted: [...this.#parts] };
  }

  /** Replaces the memory. */
  takeUp({ sketches, added, sealedFor, noted }: RememberedCallers): void {
    this.#slots.set(sketches);
    for (const slot of SIDES) {
      this.#added[slot] = added[slot];
      this.#sealedFor[slot] = sealedFor[slot];
    }
    this.#parts.clear();
    for (const [tick, chunks] of noted) this.#parts.set(tick, [...chunks]);
  }

  get #slots(): Uint8Array {
    return new Uint8Array(this.#memory.buffer, 0, REMEMBERED_BYTES);
  }

  /**
   * The sketches for `tick`: everything observed up to two ticks before, which must have been noted. Ticks must be in
   * order, except that the one before the latest may come again.
   */
  seal(tick: number): ActivityHandle {
    const slot = sideOf(tick);
    if (this.#sealedFor[slot] !== tick) {
      assert(tick > this.#sealedFor[slot], "a tick is sealed behind a later one of its slot");
      this.#bringUpTo(slot, tick - OBSERVATION_LAG_TICKS);
      this.#sealedFor[slot] = tick;
      this.#forget();
    }
    return this.#handles[slot];
  }

  #bringUpTo(slot: Side, last: number): void {
    const before = this.#added[slot];
    this.#added[slot] = last;
    const first = Math.max(before + 1, spanOf(last) * SPAN_TICKS - SPAN_TICKS);
    for (let tick = first; tick <= last; tick++) {
      const span = sideOf(spanOf(tick));
      // The span before the last is cleared.
      if (tick % SPAN_TICKS === 0) this.#sketches.clear(slot, span);
      for (const { words, used } of this.#parts.get(tick) ?? []) {
        this.#sketches.add(slot, span, words, used / OBSERVATION_WORDS);
      }
    }
  }

  #forget(): void {
    const [one, other] = this.#added;
    const latest = Math.max(one, other);
    for (const tick of this.#parts.keys()) {
      if (tick <= Math.min(one, other) || tick < latest - FORGOTTEN_TICKS - OBSERVATION_LAG_TICKS)
        this.#parts.delete(tick);
    }
  }
}

function spanOf(tick: number): number {
  return Math.floor(tick / SPAN_TICKS);
}
