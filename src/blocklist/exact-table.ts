/**
 * A set of keys by open addressing with linear probing, over a Float64Array of a power of two of slots. A slot holds key + 1, and 0
 * when empty: fresh shared memory is then an empty table. At most half of the slots are used, so a probe ends soon.
 */
import { firstHash } from "./key-hash.ts";

/** Slots for `capacity` keys: a power of two, at least twice as many. 16 to 32 bytes a key. */
export function exactSlots(capacity: number): number {
  let slots = 8;
  while (slots < capacity * 2) slots *= 2;
  return slots;
}

/** Adds a key; false when it was there. The table must have an empty slot. */
export function insertExact(slots: Float64Array, key: number): boolean {
  const mask = slots.length - 1;
  const stored = key + 1;
  let slot = firstHash(key) & mask;
  while (slots[slot] !== 0) {
    if (slots[slot] === stored) return false;
    slot = (slot + 1) & mask;
  }
  slots[slot] = stored;
  return true;
}

export function hasExact(slots: Float64Array, key: number): boolean {
  const mask = slots.length - 1;
  const stored = key + 1;
  let slot = firstHash(key) & mask;
  while (slots[slot] !== 0) {
    if (slots[slot] === stored) return true;
    slot = (slot + 1) & mask;
  }
  return false;
}
