/**
 * What callers of a file did lately, as the engine remembers it (detect/behaviour/activity-memory.ts): sketches of the
 * half-day and the one before, in two slots that ticks take in turns, and a tick is screened with what was observed up
 * to two ticks before it. Here the main thread brings them up to date, since it only reads meanwhile; hours may be
 * missing, and nobody knows beforehand how many events an hour has.
 */
import { assert } from "../core/assert.ts";
import { type Side, sideOf } from "../core/side.ts";
import type { ActivityHandle } from "../detect/behaviour/activity-handle.ts";
import { OBSERVATION_LAG_TICKS, SPAN_TICKS } from "../detect/behaviour/activity-memory.ts";
import type { CallerHash } from "../detect/behaviour/caller-hash.ts";
import { OBSERVATION_WORDS } from "../detect/behaviour/sketch-layout.ts";
import { Sketches, allocateSketches } from "../detect/behaviour/sketches.ts";

/** Of what was observed before so many ticks, neither span holds anything any more. */
const FORGOTTEN_TICKS = 2 * SPAN_TICKS;

export class CallerMemory {
  readonly #memory = allocateSketches();
  readonly #sketches = Sketches.attach(this.#memory);
  readonly #callerHash: CallerHash;
  /** By slot, the last tick that was added, and the tick that it is sealed for. */
  readonly #added: [number, number] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  readonly #sealedFor: [number, number] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  readonly #parts = new Map<number, Uint32Array[]>();

  constructor(callerHash: CallerHash) {
    this.#callerHash = callerHash;
  }

  /** Part of what the events of `tick` tell of their callers. */
  note(tick: number, observations: Uint32Array): void {
    const parts = this.#parts.get(tick);
    if (parts === undefined) this.#parts.set(tick, [observations]);
    else parts.push(observations);
  }

  /**
   * The sketches for `tick`: everything that was observed up to two ticks before, all of which has been noted, so that
   * nobody reads the slot any more. Ticks come in order, but for the one before the latest.
   */
  seal(tick: number): ActivityHandle {
    const slot = sideOf(tick);
    if (this.#sealedFor[slot] !== tick) {
      assert(tick > this.#sealedFor[slot], "a tick is sealed behind those of its slot");
      this.#bringUpTo(slot, tick - OBSERVATION_LAG_TICKS);
      this.#sealedFor[slot] = tick;
      this.#forget();
    }
    return { memory: this.#memory, callerHash: this.#callerHash, slot, upkeep: null };
  }

  #bringUpTo(slot: Side, last: number): void {
    const before = this.#added[slot];
    this.#added[slot] = last;
    const first = Math.max(before + 1, spanOf(last) * SPAN_TICKS - SPAN_TICKS);
    for (let tick = first; tick <= last; tick++) {
      const span = sideOf(spanOf(tick));
      // The span before the last gives way.
      if (tick % SPAN_TICKS === 0) this.#sketches.clear(slot, span);
      for (const observations of this.#parts.get(tick) ?? []) {
        this.#sketches.add(slot, span, observations, observations.length / OBSERVATION_WORDS);
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
