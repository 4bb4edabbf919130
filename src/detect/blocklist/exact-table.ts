/**
 * A set of keys by open addressing with linear probing, over a Float64Array of a power of two of slots. A slot holds
 * key + 1, and 0 when empty: fresh shared memory is then an empty table. At most half of the slots are used, so a probe
 * ends soon. Keys are hashed with a secret (core/key-hash.ts), so nobody can choose keys that share slots.
 */
import { ABSENT, FILTER_ONLY, LISTED } from "./found.ts";
import { powerOfTwo } from "../../core/growth.ts";
import { type HashKey, slotHash } from "../../core/key-hash.ts";

/** Keys that are hashed, and whose "perhaps" is gathered, together: few enough for the nearest cache. */
const CHUNK = 256;
const GATHERED = 2048;
const UNROLL = 8;

/** Module scope: a thread looks up one batch at a time. */
const firstSlots = new Int32Array(CHUNK);
const perhaps = new Int32Array(GATHERED);
/** Keeps the compiler from removing the loop that touches slots. */
export const touched = new Float64Array(1);

/** Slots for `capacity` keys: the power of two that is at least twice as many. 16 to 32 bytes a key. */
export function exactSlots(capacity: number): number {
  return powerOfTwo(capacity * 2, 8);
}

/** Adds a key. Returns false if it was there. The table must have an empty slot. */
export function insertExact(slots: Float64Array, hashKey: HashKey, key: number): boolean {
  const mask = slots.length - 1;
  const stored = key + 1;
  let slot = hashOf(hashKey, key) & mask;
  while (slots[slot] !== 0) {
    if (slots[slot] === stored) return false;
    slot = (slot + 1) & mask;
  }
  slots[slot] = stored;
  return true;
}

/** They must be distinct and new, with at least count + 1 empty slots. Cache misses overlap. */
export function insertAllExact(slots: Float64Array, hashKey: HashKey, keys: Float64Array, count: number): void {
  for (let from = 0; from < count; from += CHUNK) {
    insertChunk(slots, hashKey, keys, from, count - from < CHUNK ? count - from : CHUNK);
  }
}

function insertChunk(slots: Float64Array, hashKey: HashKey, keys: Float64Array, from: number, size: number): void {
  const mask = slots.length - 1;
  hashChunk(hashKey, keys, from, size, mask);
  touchSlots(slots, size);
  for (let i = 0; i < size; i++) {
    let slot = firstSlots[i]!;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = keys[from + i]! + 1;
  }
}

/** To the front of `out`, whose rest is then undefined. No branch, which the processor could not predict. */
export function keysInSlots(slots: Float64Array, out: Float64Array): void {
  let found = 0;
  for (const stored of slots) {
    out[found] = stored - 1;
    found = (found + Number(stored !== 0)) | 0;
  }
}

export function hasExact(slots: Float64Array, hashKey: HashKey, key: number): boolean {
  return isInSlot(slots, hashOf(hashKey, key) & (slots.length - 1), key + 1);
}

/** Answers keys[0, count) into `out`: LISTED or ABSENT. Returns how many are listed. */
export function lookUpExact(
  slots: Float64Array,
  hashKey: HashKey,
  keys: Float64Array,
  count: number,
  out: Uint8Array,
): number {
  let listed = 0;
  for (let from = 0; from < count; from += CHUNK) {
    const size = count - from < CHUNK ? count - from : CHUNK;
    hashChunk(hashKey, keys, from, size, slots.length - 1);
    touchSlots(slots, size);
    for (let i = 0; i < size; i++) {
      const found = isInSlot(slots, firstSlots[i]!, keys[from + i]! + 1);
      out[from + i] = found ? LISTED : ABSENT;
      listed += found ? 1 : 0;
    }
  }
  return listed;
}

/** Turns each "perhaps" (1) of a filter in out[0, count) into LISTED or FILTER_ONLY. Returns how many are listed. */
export function confirmExact(
  slots: Float64Array,
  hashKey: HashKey,
  keys: Float64Array,
  count: number,
  out: Uint8Array,
): number {
  let listed = 0;
  for (let from = 0; from < count; from += GATHERED) {
    const end = count - from < GATHERED ? count : from + GATHERED;
    let held = 0;
    for (let i = from; i < end; i++) {
      // No branch on the answer: the next row overwrites a row that is no "perhaps".
      perhaps[held] = i;
      held += out[i]!;
    }
    for (let done = 0; done < held; done += CHUNK) {
      const size = held - done < CHUNK ? held - done : CHUNK;
      listed += confirmChunk(slots, hashKey, keys, done, size, out);
    }
  }
  return listed;
}

function confirmChunk(
  slots: Float64Array,
  { salt, lower, middle, upper }: HashKey,
  keys: Float64Array,
  from: number,
  size: number,
  out: Uint8Array,
): number {
  const mask = slots.length - 1;
  for (let i = 0; i < size; i++) {
    const key = keys[perhaps[from + i]!]!;
    firstSlots[i] = slotHash(key, salt, lower, middle, upper) & mask;
  }
  touchSlots(slots, size);
  let listed = 0;
  for (let i = 0; i < size; i++) {
    const row = perhaps[from + i]!;
    const found = isInSlot(slots, firstSlots[i]!, keys[row]! + 1);
    out[row] = found ? LISTED : FILTER_ONLY;
    listed += found ? 1 : 0;
  }
  return listed;
}

function hashChunk(
  { salt, lower, middle, upper }: HashKey,
  keys: Float64Array,
  from: number,
  size: number,
  mask: number,
): void {
  for (let i = 0; i < size; i++) {
    const key = keys[from + i]!;
    firstSlots[i] = slotHash(key, salt, lower, middle, upper) & mask;
  }
}

function hashOf({ salt, lower, middle, upper }: HashKey, key: number): number {
  return slotHash(key, salt, lower, middle, upper);
}

/** Loads the first slot of each key, eight independent loads at a time, so that cache misses overlap. */
function touchSlots(slots: Float64Array, size: number): void {
  let sink = 0;
  // The tail of a short chunk touches slots of an earlier chunk. They may lie outside this table; they then read as
  // NaN.
  for (let i = 0; i < size; i += UNROLL) {
    sink +=
      slots[firstSlots[i]!]! +
      slots[firstSlots[i + 1]!]! +
      slots[firstSlots[i + 2]!]! +
      slots[firstSlots[i + 3]!]! +
      slots[firstSlots[i + 4]!]! +
      slots[firstSlots[i + 5]!]! +
      slots[firstSlots[i + 6]!]! +
      slots[firstSlots[i + 7]!]!;
  }
  touched[0] = sink;
}

/** True if a stored key (key + 1) is found from its first slot on. */
function isInSlot(slots: Float64Array, first: number, stored: number): boolean {
  const mask = slots.length - 1;
  let slot = first;
  while (slots[slot] !== 0) {
    if (slots[slot] === stored) return true;
    slot = (slot + 1) & mask;
  }
  return false;
}
