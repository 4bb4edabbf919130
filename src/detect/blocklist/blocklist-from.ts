/**
 * A blocklist engine over the filter of any library, in a few lines:
 *
 *     export default blocklistFrom({
 *       name: "my-filter",
 *       create: (capacity, rate) => new SomeFilter(capacity, rate),
 *       add: (filter, key) => filter.add(String(key)),
 *       has: (filter, key) => filter.has(String(key)),
 *     });
 *
 * Such a filter lives on the heap of one thread and cannot be shared. The keys are shared instead, in the order in
 * which they were added, and every thread keeps its own filter up to date with them. Filters are cached by table and
 * generation: a handle that is only longer than the last one costs only its new keys. Every key that the filter lets
 * through is confirmed in the exact table, so its errors block nobody.
 */
import { assert } from "../../core/assert.ts";
import type { KeyIndex } from "../../core/key-index.ts";
import type { BlocklistEngine, BlocklistHandle, BlocklistProbe, BlocklistTable, ProbedWord } from "./blocklist.ts";
import { ExactBlocklist, type ExactHandle } from "./exact.ts";
import { confirmExact, keysInSlots } from "./exact-table.ts";

/**
 * How a library's filter is filled and asked. A key is a whole number from 0 to MAX_KEY (2^53 - 2), mostly longer than
 * 32 bits. Many libraries take only text, and answer nonsense for numbers: give those String(key). No function may be
 * async.
 */
export interface FilterAdapter<Filter> {
  /** A word of letters, digits and hyphens. */
  readonly name: string;
  /**
   * An empty filter for at most `capacity` keys. When it is full, it says yes to a share `rate` of other keys (0.0001
   * to 0.1).
   */
  readonly create: (capacity: number, rate: number) => Filter;
  /** Throws if there is no room. Its result is ignored. */
  readonly add: (filter: Filter, key: number) => unknown;
  /** True for every key that was added, and for few other keys. */
  readonly has: (filter: Filter, key: number) => boolean;
  /** Bits of the filter, and how many are set. Left out for a filter without bits, such as a cuckoo filter. */
  readonly bits?: (filter: Filter) => number;
  readonly setBits?: (filter: Filter) => number;
  /**
   * Share of other keys that the filter lets through, with `size` keys in it. Left out: the rate that `create` was
   * given.
   */
  readonly expectedRate?: (filter: Filter, size: number) => number;
  /** The bits that are read for a key, for explanations. */
  readonly words?: (filter: Filter, key: number) => readonly ProbedWord[];
}

export interface FilterHandle extends BlocklistHandle {
  readonly exact: ExactHandle;
  /** The keys as float64, in the order added. */
  readonly keys: SharedArrayBuffer;
  readonly falsePositiveRate: number;
  /** Names the table within the process: one thread makes all tables. */
  readonly table: number;
  /** How often the table was rewritten. */
  readonly generation: number;
}

export function blocklistFrom<Filter>(adapter: FilterAdapter<Filter>): BlocklistEngine<FilterHandle> {
  const filters = new FilterCache(adapter);
  return {
    name: adapter.name,
    hasFilter: true,
    isSlow: true,
    create: ({ capacity, falsePositiveRate }) => {
      assert(falsePositiveRate > 0 && falsePositiveRate < 1, `false-positive rate out of range: ${falsePositiveRate}`);
      return new FilteredBlocklist(filters, {
        engine: adapter.name,
        exact: ExactBlocklist.create(capacity).handle,
        keys: new SharedArrayBuffer(capacity * 8),
        falsePositiveRate,
        table: tables++,
        generation: 0,
      });
    },
    attach: (handle) => new FilteredBlocklist(filters, handle),
  };
}

let tables = 0;

interface CachedFilter<Filter> {
  readonly generation: number;
  readonly filter: Filter;
  seen: number;
}

/** Two tables of one registry, and a few more for tests. The oldest is dropped. */
const MAX_CACHED = 8;

class FilterCache<Filter> {
  readonly adapter: FilterAdapter<Filter>;
  readonly #cached = new Map<number, CachedFilter<Filter>>();

  constructor(adapter: FilterAdapter<Filter>) {
    this.adapter = adapter;
  }

  of({ exact, falsePositiveRate, table, generation }: FilterHandle, keys: Float64Array, size: number): Filter {
    const { adapter } = this;
    let cached = this.#cached.get(table);
    if (cached?.generation !== generation) {
      const filter = adapter.create(exact.capacity, falsePositiveRate);
      cached = { generation, filter, seen: 0 };
      this.#cached.delete(table);
      this.#cached.set(table, cached);
      if (this.#cached.size > MAX_CACHED) this.#cached.delete(this.#cached.keys().next().value!);
    }
    for (; cached.seen < size; cached.seen++) adapter.add(cached.filter, keys[cached.seen]!);
    return cached.filter;
  }
}

class FilteredBlocklist<Filter> implements BlocklistTable {
  readonly engine: string;
  readonly #filters: FilterCache<Filter>;
  readonly #exact: ExactBlocklist;
  readonly #made: FilterHandle;
  readonly #keys: Float64Array;
  #generation: number;

  constructor(filters: FilterCache<Filter>, handle: FilterHandle) {
    this.engine = handle.engine;
    this.#filters = filters;
    this.#exact = ExactBlocklist.attach(handle.exact);
    this.#made = handle;
    this.#keys = new Float64Array(handle.keys, 0, handle.exact.capacity);
    this.#generation = handle.generation;
  }

  get handle(): FilterHandle {
    return { ...this.#made, exact: this.#exact.handle, generation: this.#generation };
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
    return this.#filters.adapter.bits?.(this.#filter) ?? 0;
  }

  countSetBits(): number {
    return this.#filters.adapter.setBits?.(this.#filter) ?? 0;
  }

  get expectedRate(): number {
    const promised = this.size === 0 ? 0 : this.#made.falsePositiveRate;
    return this.#filters.adapter.expectedRate?.(this.#filter, this.size) ?? promised;
  }

  add(key: number): boolean {
    const added = this.#exact.add(key);
    if (added) this.#keys[this.size - 1] = key;
    return added;
  }

  addAll(keys: Float64Array, count: number): void {
    const { size } = this;
    this.#exact.addAll(keys, count);
    this.#keys.set(keys.subarray(0, count), size);
  }

  hold(keys: KeyIndex): void {
    this.#exact.hold(keys);
    keysInSlots(this.#exact.slots, this.#keys);
    // Slots follow a secret, and the errors of some filters depend on the order of keys. So keys are sorted.
    this.#keys.subarray(0, this.size).sort();
    this.#generation++;
  }

  lookUpInto(keys: Float64Array, count: number, out: Uint8Array): number {
    this.askFilter(keys, count, out);
    return confirmExact(this.#exact.slots, this.#exact.hashKey, keys, count, out);
  }

  askFilter(keys: Float64Array, count: number, out: Uint8Array): number {
    const filter = this.#filter;
    const { adapter } = this.#filters;
    let passed = 0;
    for (let i = 0; i < count; i++) {
      const says = adapter.has(filter, keys[i]!) ? 1 : 0;
      out[i] = says;
      passed += says;
    }
    return passed;
  }

  probe(key: number): BlocklistProbe {
    const { adapter } = this.#filters;
    const words = adapter.words?.(this.#filter, key) ?? [];
    const filterSays = adapter.has(this.#filter, key);
    return { engine: this.engine, block: null, words, filterSays, listed: filterSays && this.#exact.has(key) };
  }

  get #filter(): Filter {
    return this.#filters.of(this.handle, this.#keys, this.size);
  }
}
