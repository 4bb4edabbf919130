/**
 * Blocks of a thousand numbers, alike but for the last three digits, in which several numbers are listed. Gangs rent and
 * forge numbers by the block, so a caller between them is weak evidence (docs/limits.md has how weak).
 *
 * The main thread counts keys as they come and go; a sealed table holds the blocks that have enough, by open addressing,
 * and never changes. It is made of keys alone, so it serves every engine.
 */
import { assert } from "../../core/assert.ts";
import { type HashKey, SECRET, keyedHash } from "../../core/key-hash.ts";
import { KeyIndex, NO_VALUE } from "../../core/key-index.ts";
import { LISTED } from "../../event/findings.ts";

/** Listed neighbours from which there is evidence, where real numbers are screened. */
export const DEFAULT_NEIGHBOURS = 3;

/** Numbers of a block. */
export const BLOCK_NUMBERS = 1000;

/** Structured-cloneable. */
export interface ListedBlocksHandle {
  /** By slot: block * COUNT_UNIT + numbers listed in it, or 0 where the slot is empty. A power of two. */
  readonly slots: SharedArrayBuffer;
  readonly hashKey: HashKey;
}

/** A reader's view. */
export interface ListedBlocks {
  readonly handle: ListedBlocksHandle;
  readonly slots: Float64Array;
}

/** Above every count, and a power of two: a slot is taken apart without rounding. Blocks are below 10^12. */
const COUNT_UNIT = 1024;
const COUNT_SHARE = 1 / COUNT_UNIT;

/** At most one slot in eight is used: nearly every caller then ends at an empty one. */
const SPARSENESS = 8;
const MIN_SLOTS = 64;

/** Numbers written plainly have 9 to 15 digits: what is shorter is a short code or a hotline. */
const LEAST_NUMBER = 1e8;
const NUMBERS_END = 1e15;
/** 400 and 800 with seven digits: hotlines that are given out one by one. */
const HOTLINES_400 = 4_000_000;
const HOTLINES_800 = 8_000_000;
const HOTLINE_BLOCKS = 10_000;

/** The block that a key is counted in, or -1 for a short code, a hotline, a name, a domain, or another form of number. */
export function blockOf(key: number): number {
  if (!(key >= LEAST_NUMBER && key < NUMBERS_END)) return -1;
  const block = Math.floor(key / BLOCK_NUMBERS);
  const isHotline =
    (block >= HOTLINES_400 && block < HOTLINES_400 + HOTLINE_BLOCKS) ||
    (block >= HOTLINES_800 && block < HOTLINES_800 + HOTLINE_BLOCKS);
  return isHotline ? -1 : block;
}

/** Counts listed numbers by block, and seals tables of the blocks that have at least `least`. For one thread. */
export class BlockCounts {
  readonly #least: number;
  readonly #counts = new KeyIndex();
  #sealed: ListedBlocksHandle | null = null;

  constructor(least: number) {
    assert(Number.isSafeInteger(least) && least >= 1, () => `neighbours are counted from one on, got ${least}`);
    this.#least = least;
  }

  /** Keys that came to be listed, which were not. */
  addAll(keys: Float64Array): void {
    for (const key of keys) this.#change(key, 1);
  }

  /** Keys that are listed no more, which were. */
  removeAll(keys: Float64Array): void {
    for (const key of keys) this.#change(key, -1);
  }

  #change(key: number, by: number): void {
    const block = blockOf(key);
    if (block < 0) return;
    const before = this.#counts.get(block);
    const after = (before === NO_VALUE ? 0 : before) + by;
    assert(after >= 0 && after <= BLOCK_NUMBERS, "a block has no more numbers listed than were added, or than it has");
    if (after === 0) this.#counts.delete(block);
    else this.#counts.set(block, after);
    if (before >= this.#least || after >= this.#least) this.#sealed = null;
  }

  /** The blocks as they are now. Made anew only where they changed: what was sealed before stays as it was. */
  seal(): ListedBlocksHandle {
    return (this.#sealed ??= this.#write());
  }

  #write(): ListedBlocksHandle {
    let crowded = 0;
    this.#counts.forEach((_, count) => (crowded += Number(count >= this.#least)));
    let size = MIN_SLOTS;
    while (size < crowded * SPARSENESS) size *= 2;
    const slots = new Float64Array(new SharedArrayBuffer(size * Float64Array.BYTES_PER_ELEMENT));
    this.#counts.forEach((block, count) => {
      if (count < this.#least) return;
      let slot = slotOf(block, SECRET, size - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (size - 1);
      slots[slot] = block * COUNT_UNIT + count;
    });
    return { slots: slots.buffer, hashKey: SECRET };
  }
}

/** Those of distinct keys; null where `least` is 0: nobody asks for neighbours. */
export function listedBlocksOf(keys: Float64Array, least: number): ListedBlocksHandle | null {
  if (least === 0) return null;
  const counts = new BlockCounts(least);
  counts.addAll(keys);
  return counts.seal();
}

export function attachBlocks(handle: ListedBlocksHandle): ListedBlocks {
  return { handle, slots: new Float64Array(handle.slots) };
}

/**
 * out[from + i] = numbers listed in the block of keys[i] where these are enough and the key itself is not listed by
 * answers[i], else 0; for i in [0, count). Keys of other forms have blocks that no table holds. Allocates nothing.
 */
export function neighboursInto(
  { slots, handle }: ListedBlocks,
  keys: Float64Array,
  answers: Uint8Array,
  count: number,
  out: Uint16Array,
  from: number,
): void {
  const { salt, lower, middle, upper } = handle.hashKey;
  const mask = slots.length - 1;
  for (let i = 0; i < count; i++) {
    const block = Math.floor(keys[i]! / BLOCK_NUMBERS);
    let slot = keyedHash(block, salt, lower, middle, upper) & mask;
    let stored = slots[slot]!;
    while (stored !== 0 && Math.floor(stored * COUNT_SHARE) !== block) {
      slot = (slot + 1) & mask;
      stored = slots[slot]!;
    }
    const isStranger = stored !== 0 && answers[i] !== LISTED;
    out[from + i] = isStranger ? stored - block * COUNT_UNIT : 0;
  }
}

function slotOf(block: number, { salt, lower, middle, upper }: HashKey, mask: number): number {
  return keyedHash(block, salt, lower, middle, upper) & mask;
}
