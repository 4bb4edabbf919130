/**
 * Numbers and domains that are suspect for a while because one of their events was blocked. All keys of a window are
 * suspect for the same time, unless a later window renews it.
 */
import { secretHash } from "../../core/key-hash.ts";
import { KeyIndex, NO_VALUE } from "../../core/key-index.ts";
import { HOUR_MS } from "../../core/time.ts";

/** So long after a blocked event its number or domain is suspect. Assumed; changes no headline figure. */
export const SUSPECT_HOURS = 72;

/** A key sets one bit. 8 KiB of bits stay in the cache, where an index of thousands of keys does not. */
const BITS = 2 ** 16;

export class SuspectNumbers {
  readonly #lifeMs: number;
  #raisedIn = new KeyIndex();
  #kept = 0;
  readonly #untilMs: number[] = [];
  /** Bits of all keys in the index: a cheap no for nearly every key asked about. */
  readonly #bits = new Int32Array(BITS / 32);

  constructor(lifeHours: number) {
    this.#lifeMs = lifeHours * HOUR_MS;
  }

  /** The first `count` keys are suspect from `startMs` on, where the next window starts. */
  raise(keys: Float64Array, count: number, startMs: number): void {
    // Nearly all keys of a window were suspect already: there is little to forget, and no hurry.
    if (this.#raisedIn.size > 2 * this.#kept) this.#forget(startMs);
    const window = this.#untilMs.push(startMs + this.#lifeMs) - 1;
    for (let i = 0; i < count; i++) this.#set(keys[i]!, window);
  }

  /** Not for a time before the window last raised. */
  has(key: number, timeMs: number): boolean {
    return this.#isSuspect(this.#raisedIn.get(key), timeMs);
  }

  /** out[i] = 1 where keys[i] is suspect at timesMs[i], 0 where it is not, for i in [0, count). */
  hasInto(keys: Float64Array, timesMs: Float64Array, count: number, out: Uint8Array): void {
    const bits = this.#bits;
    for (let i = 0; i < count; i++) {
      const hash = secretHash(keys[i]!);
      const isKnown = ((bits[(hash & (BITS - 1)) >>> 5]! >>> hash) & 1) !== 0;
      out[i] = isKnown && this.has(keys[i]!, timesMs[i]!) ? 1 : 0;
    }
  }

  #set(key: number, window: number): void {
    const hash = secretHash(key);
    this.#bits[(hash & (BITS - 1)) >>> 5]! |= 1 << hash;
    this.#raisedIn.set(key, window);
  }

  #isSuspect(window: number, timeMs: number): boolean {
    return window !== NO_VALUE && this.#untilMs[window]! > timeMs;
  }

  #forget(nowMs: number): void {
    const before = this.#raisedIn;
    this.#raisedIn = new KeyIndex(this.#kept);
    this.#bits.fill(0);
    before.forEach((key, window) => {
      if (this.#isSuspect(window, nowMs)) this.#set(key, window);
    });
    this.#kept = this.#raisedIn.size;
  }
}
