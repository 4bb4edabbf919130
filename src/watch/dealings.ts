/**
 * Who had to do with which number or domain lately: a ring of fixed size in typed arrays, the oldest entry overwritten
 * first, with a chain of entries for each bucket of keys. 29 to 33 bytes an entry, and about 50 ns to remember one.
 */
import { assert } from "../core/assert.ts";
import { firstHash } from "../core/key-hash.ts";
import { ACT_KINDS, type ActKind } from "../event/act.ts";

const DEALING_KINDS = ["doubtfulCall", ...ACT_KINDS] as const;
export type DealingKind = "doubtfulCall" | ActKind;

export interface Dealing {
  /** What it would have been a signal of, had anybody known. */
  readonly kind: DealingKind;
  readonly subscriber: number;
  readonly timeMs: number;
}

/** Keeps the touching from being optimised away. */
export const touched = new Int32Array(1);

const NONE = -1;
/** No key. */
const TAKEN = -1;

export class Dealings {
  readonly #capacity: number;
  readonly #keys: Float64Array;
  readonly #times: Float64Array;
  readonly #subscribers: Uint32Array;
  readonly #kinds: Uint8Array;
  /**
   * By slot: the number of the entry before in the same bucket. By bucket: the number of the latest. NONE: there is
   * none.
   */
  readonly #previous: Int32Array;
  readonly #latest: Int32Array;
  /** Entries ever made, which number them: entry n lies in slot n % capacity until entry n + capacity overwrites it. */
  #count = 0;

  constructor(capacity: number) {
    assert(Number.isSafeInteger(capacity) && capacity >= 0, `a capacity is a whole number from 0, got ${capacity}`);
    this.#capacity = capacity;
    this.#keys = new Float64Array(capacity);
    this.#times = new Float64Array(capacity);
    this.#subscribers = new Uint32Array(capacity);
    this.#kinds = new Uint8Array(capacity);
    this.#previous = new Int32Array(capacity);
    this.#latest = new Int32Array(powerOfTwo(capacity)).fill(NONE);
  }

  /** Keys are identities (canonical) or domain keys. Times must not fall. */
  remember(key: number, kind: DealingKind, subscriber: number, timeMs: number): void {
    if (this.#capacity === 0) return;
    const slot = this.#count % this.#capacity;
    const bucket = this.#bucketOf(key);
    this.#keys[slot] = key;
    this.#times[slot] = timeMs;
    this.#subscribers[slot] = subscriber;
    this.#kinds[slot] = DEALING_KINDS.indexOf(kind);
    this.#previous[slot] = this.#latest[bucket]!;
    this.#latest[bucket] = this.#count++;
  }

  /** Loads what remembering the first `count` of `keys` will read: the cache misses overlap. */
  touch(keys: Float64Array, count: number): void {
    const latest = this.#latest;
    let sink = 0;
    for (let i = 0; i < count; i++) sink ^= latest[firstHash(keys[i]!) & (latest.length - 1)]!;
    touched[0] = sink;
  }

  /** Removes and returns the dealings with `key` at or after `sinceMs` that are not forgotten, the latest first. */
  take(key: number, sinceMs: number): Dealing[] {
    const found: Dealing[] = [];
    let entry = this.#latest[this.#bucketOf(key)]!;
    // Entries are older from link to link: the first that was overwritten ends the chain.
    while (entry !== NONE && entry >= this.#count - this.#capacity) {
      const slot = entry % this.#capacity;
      const timeMs = this.#times[slot]!;
      if (timeMs < sinceMs) break;
      if (this.#keys[slot] === key) {
        found.push({ kind: DEALING_KINDS[this.#kinds[slot]!]!, subscriber: this.#subscribers[slot]!, timeMs });
        this.#keys[slot] = TAKEN;
      }
      entry = this.#previous[slot]!;
    }
    return found;
  }

  #bucketOf(key: number): number {
    return firstHash(key) & (this.#latest.length - 1);
  }
}

function powerOfTwo(atLeast: number): number {
  let size = 1;
  while (size < atLeast) size *= 2;
  return size;
}
