/**
 * Recent listings: the keys of which a recipient may not have enacted the notice yet, with the ticks at which they were
 * listed, sorted by key. Written by one thread for each tick, and read by workers. There are a few hundred.
 */
import { assert } from "../../core/assert.ts";
import { NO_VALUE } from "../../core/key-index.ts";

/** The answer of `listedAt` for a key that is not there: it was listed long ago. */
export const LONG_AGO = NO_VALUE;

const FIRST_CAPACITY = 256;
const BYTES_A_KEY = 12;

export interface RecentListingsHandle {
  readonly buffer: SharedArrayBuffer;
  readonly capacity: number;
  readonly count: number;
}

export class RecentListings {
  #keys: Float64Array;
  #ticks: Int32Array;
  #count = 0;
  #handle: RecentListingsHandle;

  private constructor(handle: RecentListingsHandle) {
    const { buffer, capacity, count } = handle;
    this.#handle = handle;
    this.#keys = new Float64Array(buffer, 0, capacity);
    this.#ticks = new Int32Array(buffer, capacity * Float64Array.BYTES_PER_ELEMENT, capacity);
    this.#count = count;
  }

  static create(): RecentListings {
    return new RecentListings(allocate(FIRST_CAPACITY));
  }

  static attach(handle: RecentListingsHandle): RecentListings {
    return new RecentListings(handle);
  }

  get handle(): RecentListingsHandle {
    return { ...this.#handle, count: this.#count };
  }

  /** Replaces the content by these distinct keys. `tickOf`: when each was listed. */
  hold(keys: Float64Array, tickOf: (key: number) => number): void {
    if (keys.length > this.#keys.length) {
      const { buffer, capacity } = (this.#handle = allocate(keys.length * 2));
      this.#keys = new Float64Array(buffer, 0, capacity);
      this.#ticks = new Int32Array(buffer, capacity * Float64Array.BYTES_PER_ELEMENT, capacity);
    }
    this.#count = keys.length;
    this.#keys.set(keys);
    this.#keys.subarray(0, this.#count).sort();
    for (let i = 0; i < this.#count; i++) this.#ticks[i] = tickOf(this.#keys[i]!);
  }

  listedAt(key: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#keys[middle]! < key) low = middle + 1;
      else high = middle;
    }
    return low < this.#count && this.#keys[low] === key ? this.#ticks[low]! : LONG_AGO;
  }
}

function allocate(capacity: number): RecentListingsHandle {
  assert(capacity > 0, "recent listings hold at least one key");
  return { buffer: new SharedArrayBuffer(capacity * BYTES_A_KEY), capacity, count: 0 };
}
