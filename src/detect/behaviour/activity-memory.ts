/**
 * The main thread's memory of callers: sketches of this half-day and the last, in two slots. What a slot lacks is
 * planned here while workers read the other; its first reader adds it (upkeep.ts).
 */
import { assert } from "../../core/assert.ts";
import { sideOf } from "../../core/time.ts";
import type { SharedWasmMemory } from "../../core/web-assembly.ts";
import { type ActivityHandle, attachActivity } from "./recall-behaviour.ts";
import type { CallerHash } from "./caller-hash.ts";
import { type ObservationHandle, allocateObservations } from "./observation-batch.ts";
import { OBSERVATION_WORDS, SLOT_BYTES } from "./sketch-layout.ts";
import { Sketches, allocateSketches } from "./sketches.ts";
import { type Addition, Upkeep, type UpkeepHandle, planUpkeep } from "./upkeep.ts";

/** Ticks of a span. A window covers the current span and the one before. */
export const SPAN_TICKS = 12;

/** A tick is screened with what was observed up to so many ticks before, so that workers need not wait. */
export const OBSERVATION_LAG_TICKS = 2;

/** Buffers grow by more than is needed, since one busy hour follows another. */
const GROWTH = 1.25;

interface Observations {
  tick: number;
  words: Uint32Array<ObservationHandle>;
  count: number;
}

/** Observations of t are added for t + 2 and t + 3, before callers are read in t + 5; then workers overwrite them. */
const TICKS_KEPT = 5;

export class ActivityMemory {
  readonly #memory = allocateSketches();
  readonly #sketches = Sketches.attach(this.#memory);
  /** What each slot needed when it was last sealed. */
  readonly #upkeep: [UpkeepHandle | null, UpkeepHandle | null] = [null, null];
  #nextTick = 0;
  readonly #callerHash: CallerHash;
  readonly #kept: readonly Observations[] = Array.from({ length: TICKS_KEPT }, () => ({
    tick: -1,
    words: new Uint32Array(allocateObservations(0)),
    count: 0,
  }));

  constructor(callerHash: CallerHash) {
    this.#callerHash = callerHash;
  }

  /** For workers' observations of `count` events. Call after seal(tick); writing ends before seal(tick + 2). */
  open(tick: number, count: number): ObservationHandle {
    const kept = this.#kept[tick % TICKS_KEPT]!;
    kept.tick = tick;
    kept.count = count;
    if (kept.words.length < count * OBSERVATION_WORDS) {
      kept.words = new Uint32Array(allocateObservations(Math.ceil(count * GROWTH)));
    }
    return kept.words.buffer;
  }

  /** All observed up to tick - OBSERVATION_LAG_TICKS. No tick may be left out. 25 to 35 ns an event, for a worker. */
  seal(tick: number): ActivityHandle {
    assert(tick === this.#nextTick, () => `tick ${tick} is sealed where ${this.#nextTick} follows`);
    this.#nextTick++;
    const slot = sideOf(tick);
    // If nothing was screened in the last tick of this slot, no worker has brought it up to date.
    const before = this.#upkeep[slot];
    if (before !== null) new Upkeep(before, this.#sketches).help();
    // The slot lacks the two ticks since it was last sealed.
    const lastTick = tick - OBSERVATION_LAG_TICKS;
    const additions = [lastTick - 1, lastTick].filter((each) => each >= 0).map((each) => this.#addition(each));
    const upkeep = planUpkeep(slot, additions, this.#upkeep[slot === 0 ? 1 : 0], before);
    this.#upkeep[slot] = upkeep;
    return { memory: this.#memory, callerHash: this.#callerHash, slot, upkeep };
  }

  #addition(tick: number): Addition {
    const { tick: keptTick, words, count } = this.#kept[tick % TICKS_KEPT]!;
    const isKept = keptTick === tick;
    return {
      span: sideOf(Math.floor(tick / SPAN_TICKS)),
      // The span before the last is cleared.
      isFirst: tick > 0 && tick % SPAN_TICKS === 0,
      observations: isKept ? words.buffer : null,
      count: isKept ? count : 0,
    };
  }
}

/** A copy of the sketches that never changes. */
export function copyActivity(handle: ActivityHandle): ActivityHandle {
  const { memory, callerHash, slot } = handle;
  attachActivity(handle).upkeep?.wait();
  const copy = allocateSketches();
  const cellsOf = ({ buffer }: SharedWasmMemory): Uint8Array => new Uint8Array(buffer, slot * SLOT_BYTES, SLOT_BYTES);
  cellsOf(copy).set(cellsOf(memory));
  return { memory: copy, callerHash, slot, upkeep: null };
}
