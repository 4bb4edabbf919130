/**
 * A map from keys to small integers by open addressing, for one thread: a look-up costs a cache miss and no object,
 * where a Map of a hundred thousand numbers costs three, and hashes them in a way that everybody knows. At most half of
 * the slots are used; removal shifts back what lay behind.
 */
import { powerOfTwo } from "./growth.ts";
import { assert } from "./assert.ts";
import { type HashKey, SECRET, slotHash } from "./key-hash.ts";

/** What `get` answers of a key that is not there. */
export const NO_VALUE = -1;

const MIN_SLOTS = 16;

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

  /** `raise` of keys[i] to values[i], one after the other, for i in [0, count); out[i] = what it returns. */
  raiseInto(keys: Float64Array, values: Int32Array, count: number, out: Int32Array): void {
    for (let i = 0; i < count; i++) out[i] = this.raise(keys[i]!, values[i]!);
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

  delete(key: number): boolean {
    return this.#deleteAt(findSlot(this.#keys, this.#mask, key));
  }

  /** Deletes those of keys[0, count) with a value of at most `value`, and moves them to the front. Returns how many. */
  deleteAllUpTo(keys: Float64Array, count: number, value: number): number {
    let deleted = 0;
    for (let i = 0; i < count; i++) {
      const key = keys[i]!;
      const slot = findSlot(this.#keys, this.#mask, key);
      if (this.#values[slot]! <= value && this.#deleteAt(slot)) keys[deleted++] = key;
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
   * Writes the keys as slots of a set by the same probing: key + 1 or 0, a power of two, at least twice as many. A copy
   * of memory where hash and size are the same.
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

function assertPair(key: number, value: number): void {
  assert(Number.isSafeInteger(key + 1) && key >= 0, () => `a key is an integer from 0 to 2^53 - 2, got ${key}`);
  assert(value >= 0 && (value | 0) === value, () => `a value is an integer from 0 to 2^31 - 1, got ${value}`);
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
