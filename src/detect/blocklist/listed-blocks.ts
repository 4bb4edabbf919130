/**
 * Blocks of a thousand numbers, which differ only in the last three digits, with several listed numbers. Gangs rent and
 * forge numbers by the block, so a caller from such a block is weak evidence (docs/limits.md says how weak).
 *
 * The main thread counts keys as they are listed and removed. A sealed table holds the blocks with enough listed
 * numbers, by open addressing, and never changes. A bit map in front of it rules out nearly every other caller. The
 * table is made from keys alone, so it serves every engine.
 */
import { powerOfTwo } from "../../core/growth.ts";
import { LISTED } from "./found.ts";
import { assert } from "../../core/assert.ts";
import { type HashKey, SECRET, keyedHash } from "../../core/key-hash.ts";
import { KeyIndex, NO_VALUE } from "../../core/key-index.ts";

/** Listed neighbours from which there is evidence, for real numbers. */
export const DEFAULT_NEIGHBOURS = 3;

export const BLOCK_NUMBERS = 1000;

export interface ListedBlocksHandle {
  /** A block is held if at least so many of its numbers are listed. */
  readonly least: number;
  /** By slot: block * COUNT_UNIT + numbers listed in it; 0 if empty. The number of slots is a power of two. */
  readonly slots: SharedArrayBuffer;
  readonly hashKey: HashKey;
  /** A bit map: each block sets one bit. The number of bits is a power of two. */
  readonly marks: SharedArrayBuffer;
}

export interface ListedBlocks {
  readonly handle: ListedBlocksHandle;
  readonly slots: Float64Array;
  readonly marks: Int32Array;
}

/** Greater than every count, and a power of two, so a slot is split without rounding. Blocks are below 10^12. */
const COUNT_UNIT = 1024;

/** At most half of the slots are used. */
const MIN_SLOTS = 16;
/** At most one mark in 32 is set, so at most one stranger in 32 goes on to the slots. */
const MARKS_A_BLOCK = 32;
const MIN_MARKS = 1024;
/** 2^32 over the golden ratio (Knuth 1973): an attacker who crowds marks makes only a few rows slower. */
const SPREAD = -1_640_531_535;
const GATHERED = 2048;
/** Module scope: a thread looks up one batch at a time. */
const perhaps = new Int32Array(GATHERED);

/** Plain numbers have 9 to 15 digits. Shorter ones are short codes or hotlines. */
const LEAST_NUMBER = 1e8;
const NUMBERS_END = 1e15;
/** 400 and 800 with seven digits are hotlines, which are assigned one by one. */
const HOTLINES_400 = 4_000_000;
const HOTLINES_800 = 8_000_000;
const HOTLINE_BLOCKS = 10_000;

/** The block of a key; -1 for a short code, a hotline, a name, a domain, or another form of number. */
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
    assert(Number.isSafeInteger(least) && least >= 1, () => `expected at least one neighbour, got ${least}`);
    this.#least = least;
  }

  addAll(keys: Float64Array): void {
    for (const key of keys) this.#change(key, 1);
  }

  removeAll(keys: Float64Array): void {
    for (const key of keys) this.#change(key, -1);
  }

  #change(key: number, by: number): void {
    const block = blockOf(key);
    if (block < 0) return;
    const before = this.#counts.get(block);
    const after = (before === NO_VALUE ? 0 : before) + by;
    assert(after >= 0 && after <= BLOCK_NUMBERS, "a block has 0 to 1,000 listed numbers");
    if (after === 0) this.#counts.delete(block);
    else this.#counts.set(block, after);
    if (before >= this.#least || after >= this.#least) this.#sealed = null;
  }

  /** The blocks as they are now. Rewritten only if they changed. Earlier handles stay as they were. */
  seal(): ListedBlocksHandle {
    return (this.#sealed ??= this.#write());
  }

  #write(): ListedBlocksHandle {
    let crowded = 0;
    this.#counts.forEach((_, count) => (crowded += Number(count >= this.#least)));
    const slots = new Float64Array(shared(powerOfTwo(crowded * 2, MIN_SLOTS) * Float64Array.BYTES_PER_ELEMENT));
    const marks = new Int32Array(shared(powerOfTwo(crowded * MARKS_A_BLOCK, MIN_MARKS) / 8));
    const [mask, shift] = [slots.length - 1, shiftOf(marks)];
    this.#counts.forEach((block, count) => {
      if (count < this.#least) return;
      let slot = slotOf(block, SECRET, mask);
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = block * COUNT_UNIT + count;
      const mark = Math.imul(block | 0, SPREAD) >>> shift;
      marks[mark >>> 5]! |= 1 << (mark & 31);
    });
    return { least: this.#least, slots: slots.buffer, hashKey: SECRET, marks: marks.buffer };
  }
}

/** The blocks of distinct keys; null if `least` is 0: neighbours are not counted. */
export function listedBlocksOf(keys: Float64Array, least: number): ListedBlocksHandle | null {
  if (least === 0) return null;
  const counts = new BlockCounts(least);
  counts.addAll(keys);
  return counts.seal();
}

export function attachBlocks(handle: ListedBlocksHandle): ListedBlocks {
  return { handle, slots: new Float64Array(handle.slots), marks: new Int32Array(handle.marks) };
}

/** out[from + i] = numbers listed in the block of keys[i], if they are enough and answers[i] is not LISTED; else 0. */
export function neighboursInto(
  blocks: ListedBlocks,
  keys: Float64Array,
  answers: Uint8Array,
  count: number,
  out: Uint16Array,
  from: number,
): void {
  out.fill(0, from, from + count);
  for (let first = 0; first < count; first += GATHERED) {
    const held = gather(blocks.marks, keys, first, count - first < GATHERED ? count - first : GATHERED);
    for (let i = 0; i < held; i++) {
      const row = perhaps[i]!;
      if (answers[row] !== LISTED) out[from + row] = countIn(blocks, Math.floor(keys[row]! * PER_NUMBER));
    }
  }
}

/**
 * Multiplying by this is faster than dividing, and exact below 10^15: the float64 is slightly above 1/1000, so the
 * first number of a block gives its block, and the last one stays below the next block.
 */
const PER_NUMBER = 1 / BLOCK_NUMBERS;

/** Leaves in `perhaps` the rows of [first, first + size) whose marks are set. Returns how many there are. */
function gather(marks: Int32Array, keys: Float64Array, first: number, size: number): number {
  const shift = shiftOf(marks);
  let held = 0;
  for (let i = first; i < first + size; i++) {
    const mark = Math.imul((keys[i]! * PER_NUMBER) | 0, SPREAD) >>> shift;
    // No branch on the mark: the next row overwrites a row without one.
    perhaps[held] = i;
    held += (marks[mark >>> 5]! >>> (mark & 31)) & 1;
  }
  return held;
}

/** Numbers listed in a block; 0 if the table does not hold it. */
function countIn({ slots, handle }: ListedBlocks, block: number): number {
  const mask = slots.length - 1;
  let slot = slotOf(block, handle.hashKey, mask);
  for (let stored = slots[slot]!; stored !== 0; stored = slots[slot]!) {
    const count = stored - block * COUNT_UNIT;
    if (count > 0 && count < COUNT_UNIT) return count;
    slot = (slot + 1) & mask;
  }
  return 0;
}

function slotOf(block: number, { salt, lower, middle, upper }: HashKey, mask: number): number {
  return keyedHash(block, salt, lower, middle, upper) & mask;
}

/** The shift from a product to the position of a mark. */
function shiftOf(marks: Int32Array): number {
  return Math.clz32(marks.length * 32) + 1;
}

function shared(bytes: number): SharedArrayBuffer {
  return new SharedArrayBuffer(bytes);
}
