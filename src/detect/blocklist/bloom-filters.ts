/**
 * Engine `bloom-filters`: the npm package of that name, as shipped, then the exact table. Some 500 times slower than
 * the packed filter; kept as the yardstick.
 *
 * Its filter lives on the heap of one thread and cannot be shared. The keys are shared instead, in the order in which
 * they were added, and every thread keeps a filter of its own up to date with them. Filters are cached by table and
 * generation: a handle that is only longer than the last one costs only its new keys (about 10 microseconds each).
 *
 * Of the package: it is loaded when it is first used, as loading it takes a thread some 40 ms and 14 MB; only its
 * default import works at run time; keys must be strings (with numbers `has` is true for everything); `rate()` is far
 * too low, so the expected rate is computed here.
 */
import { createRequire } from "node:module";
import type * as Bloom from "bloom-filters";
import type { BloomFilter } from "bloom-filters";
import { assert } from "../../core/assert.ts";
import type { KeyIndex } from "../../core/key-index.ts";
import { once } from "../../core/once.ts";
import type { BlocklistProbe, BlocklistTable } from "./blocklist.ts";
import { ExactBlocklist } from "./exact.ts";
import type { BloomFiltersHandle } from "./handle.ts";
import { confirmExact, keysInSlots } from "./exact-table.ts";

const bloom = once(() => createRequire(import.meta.url)("bloom-filters") as typeof Bloom);

/** The filter of one table in this thread, and how many of the table's keys it has taken in. */
interface CachedFilter {
  readonly generation: number;
  readonly filter: BloomFilter;
  seen: number;
}

/** Two slots of one registry, and a few more for tests; the oldest is dropped. */
const MAX_CACHED = 8;
const cache = new Map<number, CachedFilter>();
let tables = 0;

export class BloomFiltersBlocklist implements BlocklistTable {
  readonly engine = "bloom-filters";
  readonly #exact: ExactBlocklist;
  readonly #buffer: SharedArrayBuffer;
  readonly #keys: Float64Array;
  readonly #falsePositiveRate: number;
  readonly #table: number;
  #generation: number;

  private constructor(handle: BloomFiltersHandle) {
    this.#exact = ExactBlocklist.attach(handle.exact);
    this.#buffer = handle.keys;
    this.#keys = new Float64Array(handle.keys, 0, handle.exact.capacity);
    this.#falsePositiveRate = handle.falsePositiveRate;
    this.#table = handle.table;
    this.#generation = handle.generation;
  }

  static create(capacity: number, falsePositiveRate: number): BloomFiltersBlocklist {
    assert(falsePositiveRate > 0 && falsePositiveRate < 1, `false-positive rate out of range: ${falsePositiveRate}`);
    return new BloomFiltersBlocklist({
      engine: "bloom-filters",
      exact: ExactBlocklist.create(capacity).handle,
      keys: new SharedArrayBuffer(capacity * 8),
      falsePositiveRate,
      table: tables++,
      generation: 0,
    });
  }

  static attach(handle: BloomFiltersHandle): BloomFiltersBlocklist {
    return new BloomFiltersBlocklist(handle);
  }

  get handle(): BloomFiltersHandle {
    return {
      engine: "bloom-filters",
      exact: this.#exact.handle,
      keys: this.#buffer,
      falsePositiveRate: this.#falsePositiveRate,
      table: this.#table,
      generation: this.#generation,
    };
  }

  get capacity(): number {
    return this.#exact.capacity;
  }

  get size(): number {
    return this.#exact.size;
  }

  get byteLength(): number {
    return this.#exact.byteLength + this.#keys.byteLength;
  }

  get filterBits(): number {
    return shapeOf(this.#filter()).bits;
  }

  countSetBits(): number {
    return innards(this.#filter())._filter.bitCount();
  }

  /** The textbook rate (1 - e^(-kn/m))^k of n keys, m bits and k hashes. */
  get expectedRate(): number {
    const { bits, hashes } = shapeOf(this.#filter());
    const covered = 1 - Math.exp((-hashes * this.size) / bits);
    let rate = 1;
    for (let i = 0; i < hashes; i++) rate *= covered;
    return rate;
  }

  add(key: number): boolean {
    const added = this.#exact.add(key);
    if (added) this.#keys[this.size - 1] = key;
    return added;
  }

  addAll(keys: Float64Array, count: number): void {
    for (let i = 0; i < count; i++) this.add(keys[i]!);
  }

  copy(other: BlocklistTable): void {
    assert(other instanceof BloomFiltersBlocklist, "tables are copied that were made alike");
    this.#exact.copy(other.#exact);
    this.#keys.set(other.#keys);
    this.#generation++;
  }

  hold(keys: KeyIndex): void {
    this.#exact.hold(keys);
    keysInSlots(this.#exact.slots, this.#keys);
    this.#generation++;
  }

  lookUpInto(keys: Float64Array, count: number, out: Uint8Array): number {
    const filter = this.#filter();
    for (let i = 0; i < count; i++) out[i] = filter.has(String(keys[i])) ? 1 : 0;
    return confirmExact(this.#exact.slots, this.#exact.hashKey, keys, count, out);
  }

  probe(key: number): BlocklistProbe {
    const filter = this.#filter();
    const words = bitsOf(filter, String(key)).map(({ index, set }) => ({ index, bits: 1, set }));
    const filterSays = filter.has(String(key));
    return { engine: "bloom-filters", block: null, words, filterSays, listed: filterSays && this.#exact.has(key) };
  }

  /** This thread's filter, with every key of the table up to `size` in it. */
  #filter(): BloomFilter {
    let cached = cache.get(this.#table);
    if (cached?.generation !== this.#generation) {
      const filter = bloom().BloomFilter.create(this.capacity, this.#falsePositiveRate);
      cached = { generation: this.#generation, filter, seen: 0 };
      cache.delete(this.#table);
      cache.set(this.#table, cached);
      if (cache.size > MAX_CACHED) cache.delete(cache.keys().next().value!);
    }
    for (; cached.seen < this.size; cached.seen++) cached.filter.add(String(this.#keys[cached.seen]));
    return cached.filter;
  }
}

/**
 * The package declares these private; they are stable within the pinned version, and only explanations and whoever
 * watches need them.
 */
interface Innards {
  readonly _size: number;
  readonly _nbHashes: number;
  readonly _filter: { has(index: number): boolean; bitCount(): number };
  readonly _hashing: { getIndexes(key: string, size: number, hashes: number, seed: number): number[] };
  readonly seed: number;
}

function innards(filter: BloomFilter): Innards {
  return filter as unknown as Innards;
}

function shapeOf(filter: BloomFilter): { bits: number; hashes: number } {
  return { bits: innards(filter)._size, hashes: innards(filter)._nbHashes };
}

function bitsOf(filter: BloomFilter, key: string): { index: number; set: boolean }[] {
  const { _size, _nbHashes, _filter, _hashing, seed } = innards(filter);
  return _hashing.getIndexes(key, _size, _nbHashes, seed).map((index) => ({ index, set: _filter.has(index) }));
}
