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

/** What the events of a tick tell of their callers; a part that is still being screened is awaited. */
type Part = Promise<Uint32Array>;

export class CallerMemory {
  readonly #memory = allocateSketches();
  readonly #sketches = Sketches.attach(this.#memory);
  readonly #callerHash: CallerHash;
  /** By slot, the last tick that was added, and the tick that it is sealed for. */
  readonly #added: [number, number] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  readonly #sealedFor: [number, number] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  readonly #parts = new Map<number, Part[]>();

  constructor(callerHash: CallerHash) {
    this.#callerHash = callerHash;
  }

  /** Part of what is observed in `tick`. */
  note(tick: number, part: Part): void {
    const parts = this.#parts.get(tick);
    if (parts === undefined) this.#parts.set(tick, [part]);
    else parts.push(part);
  }

  /**
   * The sketches for `tick`: everything that was observed up to two ticks before, all of which has been noted. Resolves
   * once that is screened. Ticks come in order, but for the one before the latest.
   */
  async seal(tick: number): Promise<ActivityHandle> {
    const slot = sideOf(tick);
    if (this.#sealedFor[slot] !== tick) {
      assert(tick > this.#sealedFor[slot], "a tick is sealed behind those of its slot");
      await this.#bringUpTo(slot, tick - OBSERVATION_LAG_TICKS);
      this.#sealedFor[slot] = tick;
      this.#forget();
    }
    return { memory: this.#memory, callerHash: this.#callerHash, slot, upkeep: null };
  }

  async #bringUpTo(slot: Side, last: number): Promise<void> {
    const ticks = [...this.#parts.keys()].filter((tick) => tick <= last).sort((a, b) => a - b);
    // Those that read the slot are among them.
    for (const tick of ticks) await Promise.all(this.#parts.get(tick)!);
    const before = this.#added[slot];
    this.#added[slot] = last;
    const first = Math.max(before + 1, spanOf(last) * SPAN_TICKS - SPAN_TICKS);
    for (let tick = first; tick <= last; tick++) {
      const span = sideOf(spanOf(tick));
      // The span before the last gives way.
      if (tick % SPAN_TICKS === 0) this.#sketches.clear(slot, span);
      for (const part of this.#parts.get(tick) ?? []) {
        const observations = await part;
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
