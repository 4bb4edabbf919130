/** Engine `exact`: the exact table alone, without false positives. The other engines are compared with it. */
import { assert } from "../../core/assert.ts";
import { type HashKey, SECRET } from "../../core/key-hash.ts";
import type { KeyIndex } from "../../core/key-index.ts";
import {
  type BlocklistEngine,
  type BlocklistProbe,
  type BlocklistTable,
  assertKey,
  assertKeys,
  tableFull,
} from "./blocklist.ts";
import { exactSlots, hasExact, insertAllExact, insertExact, lookUpExact } from "./exact-table.ts";

export interface ExactHandle {
  readonly engine: "exact";
  readonly capacity: number;
  readonly size: number;
  readonly slots: SharedArrayBuffer;
  readonly slotCount: number;
  /** Chooses the slot of a key: a secret of the thread that made the table. */
  readonly hashKey: HashKey;
}

export const exact: BlocklistEngine<ExactHandle> = {
  name: "exact",
  hasFilter: false,
  create: ({ capacity }) => ExactBlocklist.create(capacity),
  attach: (handle) => ExactBlocklist.attach(handle),
};

export class ExactBlocklist implements BlocklistTable {
  readonly engine = "exact";
  readonly capacity: number;
  readonly expectedRate = 0;
  readonly filterBits = 0;
  readonly slots: Float64Array;
  readonly hashKey: HashKey;
  readonly #buffer: SharedArrayBuffer;
  #size: number;

  private constructor(handle: ExactHandle) {
    this.capacity = handle.capacity;
    this.slots = new Float64Array(handle.slots, 0, handle.slotCount);
    this.hashKey = handle.hashKey;
    this.#buffer = handle.slots;
    this.#size = handle.size;
  }

  static create(capacity: number): ExactBlocklist {
    assert(Number.isSafeInteger(capacity) && capacity > 0, `blocklist capacity must be positive, got ${capacity}`);
    const slotCount = exactSlots(capacity);
    return new ExactBlocklist({
      engine: "exact",
      capacity,
      size: 0,
      slots: new SharedArrayBuffer(slotCount * 8),
      slotCount,
      hashKey: SECRET,
    });
  }

  static attach(handle: ExactHandle): ExactBlocklist {
    return new ExactBlocklist(handle);
  }

  /** Updates a reader's number of keys. */
  catchUp({ size }: ExactHandle): void {
    this.#size = size;
  }

  get handle(): ExactHandle {
    return {
      engine: "exact",
      capacity: this.capacity,
      size: this.#size,
      slots: this.#buffer,
      slotCount: this.slots.length,
      hashKey: this.hashKey,
    };
  }

  get size(): number {
    return this.#size;
  }

  get byteLength(): number {
    return this.slots.byteLength;
  }

  countSetBits(): number {
    return 0;
  }

  add(key: number): boolean {
    assertKey(key);
    if (this.#size >= this.capacity && !hasExact(this.slots, this.hashKey, key)) throw tableFull(this.capacity);
    const added = insertExact(this.slots, this.hashKey, key);
    if (added) this.#size++;
    return added;
  }

  addAll(keys: Float64Array, count: number): void {
    assertKeys(keys, count);
    if (this.#size + count > this.capacity) throw tableFull(this.capacity);
    insertAllExact(this.slots, this.hashKey, keys, count);
    this.#size += count;
  }

  hold(keys: KeyIndex): void {
    if (keys.size > this.capacity) throw tableFull(this.capacity);
    keys.slotsInto(this.slots, this.hashKey);
    this.#size = keys.size;
  }

  has(key: number): boolean {
    return hasExact(this.slots, this.hashKey, key);
  }

  lookUpInto(keys: Float64Array, count: number, out: Uint8Array): number {
    return lookUpExact(this.slots, this.hashKey, keys, count, out);
  }

  probe(key: number): BlocklistProbe {
    return { engine: "exact", block: null, words: [], filterSays: true, listed: this.has(key) };
  }
}
