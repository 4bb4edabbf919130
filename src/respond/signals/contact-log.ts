/**
 * Who had contact with which number or domain lately: a ring of fixed size, with a chain of entries for each bucket of
 * keys. The oldest entry is overwritten first. About 30 bytes an entry. Entries join their chains many at a time, so
 * cache misses overlap.
 */
import { assert } from "../../core/assert.ts";
import { powerOfTwo } from "../../core/growth.ts";
import { secretHash } from "../../core/key-hash.ts";
import { ACT_KINDS, type ActKind } from "../../record/act.ts";

const LOGGED_KINDS = ["suspectCall", ...ACT_KINDS] as const;
type LoggedKind = "suspectCall" | ActKind;

export interface LoggedContact {
  /** The signal it would have been, had the key been suspect. */
  readonly kind: LoggedKind;
  readonly subscriber: number;
  readonly timeMs: number;
}

const NONE = -1;
const TAKEN = -1;

export class ContactLog {
  readonly #capacity: number;
  readonly #keys: Float64Array;
  readonly #times: Float64Array;
  readonly #subscribers: Uint32Array;
  readonly #kinds: Uint8Array;
  /** By slot: the entry before in the same bucket. By bucket: the latest entry. NONE if there is none. */
  readonly #previous: Int32Array;
  readonly #latest: Int32Array;
  /** Entries ever made, which number them: entry n lies in slot n % capacity until entry n + capacity overwrites it. */
  #count = 0;
  #chained = 0;

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
  remember(key: number, kind: LoggedKind, subscriber: number, timeMs: number): void {
    if (this.#capacity === 0) return;
    // An entry must be in its chain before it is overwritten: its number then says that it is gone.
    if (this.#count - this.#chained === this.#capacity) this.#chain();
    const slot = this.#count++ % this.#capacity;
    this.#keys[slot] = key;
    this.#times[slot] = timeMs;
    this.#subscribers[slot] = subscriber;
    this.#kinds[slot] = LOGGED_KINDS.indexOf(kind);
  }

  /** Removes and returns the contacts with each of `keys` since `sinceMs` that are not forgotten, the latest first. */
  take(keys: Iterable<number>, sinceMs: number): Map<number, LoggedContact[]> {
    this.#chain();
    const first = this.#firstSince(sinceMs);
    const taken = new Map<number, LoggedContact[]>();
    for (const key of keys) {
      const found = this.#takeKey(key, first);
      if (found.length > 0) taken.set(key, found);
    }
    return taken;
  }

  #takeKey(key: number, first: number): LoggedContact[] {
    const found: LoggedContact[] = [];
    let entry = this.#latest[secretHash(key) & (this.#latest.length - 1)]!;
    // Entries are older from link to link; NONE is before the first, and so is what was overwritten.
    while (entry >= first) {
      const slot = entry % this.#capacity;
      if (this.#keys[slot] === key) {
        found.push(this.#contactAt(slot));
        this.#keys[slot] = TAKEN;
      }
      entry = this.#previous[slot]!;
    }
    return found;
  }

  #chain(): void {
    const [keys, previous, latest] = [this.#keys, this.#previous, this.#latest];
    let slot = this.#chained % this.#capacity;
    for (let entry = this.#chained; entry < this.#count; entry++) {
      const bucket = secretHash(keys[slot]!) & (latest.length - 1);
      previous[slot] = latest[bucket]!;
      latest[bucket] = entry;
      slot = slot + 1 === keys.length ? 0 : slot + 1;
    }
    this.#chained = this.#count;
  }

  #firstSince(sinceMs: number): number {
    let from = Math.max(0, this.#count - this.#capacity);
    let to = this.#count;
    while (from < to) {
      const middle = from + ((to - from) >> 1);
      if (this.#times[middle % this.#capacity]! < sinceMs) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  #contactAt(slot: number): LoggedContact {
    return {
      kind: LOGGED_KINDS[this.#kinds[slot]!]!,
      subscriber: this.#subscribers[slot]!,
      timeMs: this.#times[slot]!,
    };
  }
}
