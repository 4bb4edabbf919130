/**
 * A map from keys to small integers by open addressing, for one thread: a look-up costs a cache miss and no object,
 * where a Map of a hundred thousand numbers costs three, and hashes them in a way that everybody knows. At most half of
 * the slots are used; removal shifts back what lay behind.
 */
import { powerOfTwo } from "./power-of-two.ts";
import { assert } from "./assert.ts";
import { type HashKey, SECRET, slotHash } from "./key-hash.ts";

/** What `get` answers of a key that is not there. */
export const NO_VALUE = -1;

const MIN_SLOTS = 16;

/** Keys whose slots are loaded together. */
const CHUNK = 256;
const UNROLL = 4;

/** Module scope: a thread looks up one batch at a time. */
const slotsOfChunk = new Int32Array(CHUNK);
/** Keeps the touching of slots from being optimised away. */
export const touched = new Float64Array(1);

/** A map from keys, float64 integers from 0, to values, in flat memory: no object for each. */
export class KeyIndex {
  /** By slot: key + 1, or 0 where it is empty. */
  #keys: Float64Array;
  #values: Int32Array;
  #mask: number;
  #size = 0;

  /** Room for `capacity` keys; it grows when there are more. 24 to 48 bytes a key. */
  constructor(capacity = 0) {
    const slots = powerOfTwo(capacity * 2, MIN_SLOTS);
    this.#keys = new Float64Array(slots);
    this.#values = new Int32Array(slots);
    this.#mask = slots - 1;
  }

  get size(): number {
    return this.#size;
  }

  /** The value of `key`, or NO_VALUE. Keys are integers from 0 to 2^53 - 2. */
  get(key: number): number {
    const slot = findSlot(this.#keys, this.#mask, key);
    return this.#keys[slot] === 0 ? NO_VALUE : this.#values[slot]!;
  }

  /**
   * out[i] = the value of keys[i], or NO_VALUE, for i in [0, count): 46 ns each where asking for one takes 90 (2,100
   * of 130,000 keys, out of the cache). No cache miss waits for the one before, and no key goes through a call as an
   * object.
   */
  getInto(keys: Float64Array, count: number, out: Int32Array): void {
    const stored = this.#keys;
    const values = this.#values;
    const mask = this.#mask;
    for (let from = 0; from < count; from += CHUNK) {
      const size = Math.min(count - from, CHUNK);
      touchSlots(stored, values, mask, keys, from, size);
      for (let i = 0; i < size; i++) {
        const sought = keys[from + i]! + 1;
        let slot = slotsOfChunk[i]!;
        while (stored[slot] !== 0 && stored[slot] !== sought) slot = (slot + 1) & mask;
        out[from + i] = stored[slot] === 0 ? NO_VALUE : values[slot]!;
      }
    }
  }

  has(key: number): boolean {
    return this.#keys[findSlot(this.#keys, this.#mask, key)] !== 0;
  }

  /** `value` is an integer from 0 to 2^31 - 1. */
  set(key: number, value: number): void {
    this.#put(key, value, NO_VALUE);
  }

  /** The same, but for a value that is there and no lower. Returns what `get` answered before. */
  raise(key: number, value: number): number {
    return this.#put(key, value, value);
  }

  /**
   * `raise` of keys[i] to values[i], one after the other, for i in [0, count); out[i] = what it returns. As in getInto,
   * no cache miss waits for the one before.
   */
  raiseInto(keys: Float64Array, values: Int32Array, count: number, out: Int32Array): void {
    for (let from = 0; from < count; from += CHUNK) {
      const size = Math.min(count - from, CHUNK);
      if ((this.#size + size) * 2 > this.#mask) this.#grow((this.#size + size) * 2);
      assertPairs(keys, values, from, size);
      touchSlots(this.#keys, this.#values, this.#mask, keys, from, size);
      this.#raiseChunk(keys, values, from, size, out);
    }
  }

  #raiseChunk(keys: Float64Array, values: Int32Array, from: number, size: number, out: Int32Array): void {
    const stored = this.#keys;
    const storedValues = this.#values;
    const mask = this.#mask;
    let added = 0;
    for (let i = 0; i < size; i++) {
      const sought = keys[from + i]! + 1;
      let slot = slotsOfChunk[i]!;
      while (stored[slot] !== 0 && stored[slot] !== sought) slot = (slot + 1) & mask;
      const isNew = stored[slot] === 0;
      const before = isNew ? NO_VALUE : storedValues[slot]!;
      out[from + i] = before;
      if (before < values[from + i]!) storedValues[slot] = values[from + i]!;
      if (!isNew) continue;
      stored[slot] = sought;
      added++;
    }
    this.#size += added;
  }

  /** Leaves a value of `least` or more where it is, if that is one. */
  #put(key: number, value: number, least: number): number {
    assertPair(key, value);
    const slot = findSlot(this.#keys, this.#mask, key);
    if (this.#keys[slot] !== 0) {
      const before = this.#values[slot]!;
      if (least === NO_VALUE || before < least) this.#values[slot] = value;
      return before;
    }
    this.#values[slot] = value;
    this.#keys[slot] = key + 1;
    this.#size++;
    if (this.#size * 2 > this.#mask) this.#grow(this.#size * 2);
    return NO_VALUE;
  }

  /** False when it was not there. */
  delete(key: number): boolean {
    return this.#deleteAt(findSlot(this.#keys, this.#mask, key));
  }

  /**
   * Deletes each of keys[0, count) that is there with a value of at most `value`, one after the other: those that were
   * deleted are moved to the front. Returns how many they are. As in getInto, no cache miss waits for the one before.
   */
  deleteAllUpTo(keys: Float64Array, count: number, value: number): number {
    let deleted = 0;
    for (let from = 0; from < count; from += CHUNK) {
      const size = Math.min(count - from, CHUNK);
      touchSlots(this.#keys, this.#values, this.#mask, keys, from, size);
      deleted += this.#deleteChunkUpTo(keys, from, size, value, deleted);
    }
    return deleted;
  }

  #deleteChunkUpTo(keys: Float64Array, from: number, size: number, value: number, to: number): number {
    const stored = this.#keys;
    const mask = this.#mask;
    let deleted = 0;
    for (let i = 0; i < size; i++) {
      const sought = keys[from + i]! + 1;
      let slot = slotsOfChunk[i]!;
      while (stored[slot] !== 0 && stored[slot] !== sought) slot = (slot + 1) & mask;
      if (this.#values[slot]! > value || !this.#deleteAt(slot)) continue;
      keys[to + deleted] = sought - 1;
      deleted++;
    }
    return deleted;
  }

  #deleteAt(slotOfKey: number): boolean {
    const keys = this.#keys;
    const mask = this.#mask;
    let hole = slotOfKey;
    if (keys[hole] === 0) return false;
    for (let slot = (hole + 1) & mask; keys[slot] !== 0; slot = (slot + 1) & mask) {
      // What is found from its home only by way of the hole moves there.
      const home = secretSlot(keys[slot]! - 1) & mask;
      if (((slot - home) & mask) < ((slot - hole) & mask)) continue;
      keys[hole] = keys[slot]!;
      this.#values[hole] = this.#values[slot]!;
      hole = slot;
    }
    keys[hole] = 0;
    this.#size--;
    return true;
  }

  /**
   * Writes the keys as the slots of a set by the same probing, hashed by `hashKey`: key + 1 or 0, a power of two of
   * slots, at least twice as many as there are keys. It is a copy of memory where there are as many as here, by this
   * thread's secret.
   */
  slotsInto(out: Float64Array, hashKey: HashKey): void {
    const keys = this.#keys;
    if (out.length === keys.length && hashKey === SECRET) {
      out.set(keys);
      return;
    }
    const { salt, lower, middle, upper } = hashKey;
    const mask = out.length - 1;
    out.fill(0);
    for (const stored of keys) {
      if (stored === 0) continue;
      let slot = slotHash(stored - 1, salt, lower, middle, upper) & mask;
      while (out[slot] !== 0) slot = (slot + 1) & mask;
      out[slot] = stored;
    }
  }

  /** In no order. Nothing may be added or deleted meanwhile. */
  forEach(act: (key: number, value: number) => void): void {
    for (let slot = 0; slot <= this.#mask; slot++) {
      if (this.#keys[slot] !== 0) act(this.#keys[slot]! - 1, this.#values[slot]!);
    }
  }

  #grow(capacity: number): void {
    const larger = new KeyIndex(capacity);
    this.forEach((key, value) => larger.set(key, value));
    this.#keys = larger.#keys;
    this.#values = larger.#values;
    this.#mask = larger.#mask;
  }
}

/** A set of keys: each has value 0. A Set of numbers as large as these makes an object of each that is asked for. */
export function keySetOf(keys: readonly number[] | Float64Array): KeyIndex {
  const index = new KeyIndex(keys.length);
  for (const key of keys) index.set(key, 0);
  return index;
}

/**
 * Loads where keys[from, from + size) lie and leaves the first slot of each in slotsOfChunk: hashed before, four keys
 * at a time, so that as many cache misses are under way at once as the processor allows.
 */
function touchSlots(
  stored: Float64Array,
  values: Int32Array,
  mask: number,
  keys: Float64Array,
  from: number,
  size: number,
): void {
  const { salt, lower, middle, upper } = SECRET;
  for (let i = 0; i < size; i++) slotsOfChunk[i] = slotHash(keys[from + i]!, salt, lower, middle, upper) & mask;
  let sink = 0;
  // Behind the last key lie slots of another chunk, perhaps of a larger index.
  for (let i = 0; i < size; i += UNROLL) {
    const one = slotsOfChunk[i]! & mask;
    const two = slotsOfChunk[i + 1]! & mask;
    const three = slotsOfChunk[i + 2]! & mask;
    const four = slotsOfChunk[i + 3]! & mask;
    sink += stored[one]! + stored[two]! + stored[three]! + stored[four]!;
    sink += values[one]! + values[two]! + values[three]! + values[four]!;
  }
  touched[0] = sink;
}

function assertPair(key: number, value: number): void {
  assert(Number.isSafeInteger(key + 1) && key >= 0, () => `a key is an integer from 0 to 2^53 - 2, got ${key}`);
  assert(value >= 0 && (value | 0) === value, () => `a value is an integer from 0 to 2^31 - 1, got ${value}`);
}

function assertPairs(keys: Float64Array, values: Int32Array, from: number, size: number): void {
  for (let i = from; i < from + size; i++) assertPair(keys[i]!, values[i]!);
}

/** Where `key` lies, or the empty slot where it would. */
function findSlot(keys: Float64Array, mask: number, key: number): number {
  const stored = key + 1;
  let slot = secretSlot(key) & mask;
  while (keys[slot] !== 0 && keys[slot] !== stored) slot = (slot + 1) & mask;
  return slot;
}

function secretSlot(key: number): number {
  return slotHash(key, SECRET.salt, SECRET.lower, SECRET.middle, SECRET.upper);
}
