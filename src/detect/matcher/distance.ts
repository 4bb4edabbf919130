/**
 * Bounded edit distance over UTF-16 units, bit-parallel: the pattern is set once for a message and compared with many
 * texts. Equals Levenshtein's distance up to the bound, and says "more" beyond it.
 *
 * Sources: Myers, "A fast bit-vector algorithm for approximate string matching based on dynamic programming", J. ACM
 * 1999 (blocks of rows); Hyyro, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances", Nordic
 * J. Computing 2003 (a band of diagonals in one word, sliding down with the columns).
 *
 * Notation of both papers: the pattern runs down the rows, the text along the columns; VP and VN hold the vertical
 * differences of +1 and -1 in a column, HP and HN the horizontal ones, D0 the diagonal steps of 0.
 */
import { assert } from "../../core/assert.ts";

/** Patterns and texts are at most this long: a distinct unit's slot then fits a byte. */
export const MAX_DISTANCE_UNITS = 255;

const WORD_BITS = 32;
/** A slot fits a byte; 0 is that of units without one. */
const SLOTS = MAX_DISTANCE_UNITS;
/** Words a pattern needs, and one for the band to look beyond its end. */
const WORDS_PER_SLOT = 9;

/** A pattern, ready to be compared. One object is reused for all messages. */
export interface DistancePattern {
  length: number;
  /**
   * Slot of each unit that the pattern holds. Others have slot 0, or keep that of an older pattern: letters then have
   * theirs already. Either way their row masks are empty.
   */
  readonly slot: Uint8Array;
  /** `WORDS_PER_SLOT` words for each slot: bit i says that the pattern has that unit at position i. */
  readonly masks: Int32Array;
  /** The units of slots 1 to `used`. */
  readonly units: Uint16Array;
  used: number;
  /** Slot of each unit of the pattern, in order. */
  readonly slots: Uint8Array;
  /** Vertical differences of each block of rows. */
  readonly positive: Int32Array;
  readonly negative: Int32Array;
}

/** 75 KB. */
export function createPattern(): DistancePattern {
  return {
    length: 0,
    slot: new Uint8Array(0x10000),
    masks: new Int32Array((SLOTS + 1) * WORDS_PER_SLOT),
    units: new Uint16Array(SLOTS + 1),
    used: 0,
    slots: new Uint8Array(MAX_DISTANCE_UNITS),
    positive: new Int32Array(WORDS_PER_SLOT),
    negative: new Int32Array(WORDS_PER_SLOT),
  };
}

/** Sets the pattern to units [0, length). Cost: linear in the old pattern and the new one. */
export function setPattern(pattern: DistancePattern, units: Uint16Array, length: number): void {
  assert(length <= SLOTS, () => `pattern must have at most ${SLOTS} units, got ${length}`);
  const { slot, masks, slots } = pattern;
  for (let i = 0; i < pattern.length; i++) masks[slots[i]! * WORDS_PER_SLOT + (i >> 5)] = 0;
  if (pattern.used + length > SLOTS) freeSlots(pattern);
  let used = pattern.used;
  for (let i = 0; i < length; i++) {
    const unit = units[i]!;
    let s = slot[unit]!;
    if (s === 0) {
      s = ++used;
      slot[unit] = s;
      pattern.units[s] = unit;
    }
    slots[i] = s;
    masks[s * WORDS_PER_SLOT + (i >> 5)]! |= 1 << (i & 31);
  }
  pattern.used = used;
  pattern.length = length;
}

function freeSlots(pattern: DistancePattern): void {
  for (let s = 1; s <= pattern.used; s++) pattern.slot[pattern.units[s]!] = 0;
  pattern.used = 0;
}

/**
 * Distance of the pattern to units [start, start + length) of `text` when it is at most `bound`, else `bound + 1`.
 * `length` is at most MAX_DISTANCE_UNITS. Cost: about 5 ns a unit within a band of 32 diagonals, else as much a unit
 * and block of 32 rows.
 */
export function boundedDistance(
  pattern: DistancePattern,
  text: Uint16Array,
  start: number,
  length: number,
  bound: number,
): number {
  const difference = pattern.length - length;
  const leastEdits = difference < 0 ? -difference : difference;
  if (leastEdits > bound) return bound + 1;
  // A path may leave the diagonals between both corners by as much as it can come back.
  const slack = (bound - leastEdits) >> 1;
  const lowest = (difference > 0 ? difference : 0) + slack;
  const diagonals = leastEdits + 2 * slack + 1;
  return diagonals <= WORD_BITS && lowest < WORD_BITS && lowest < pattern.length
    ? bandDistance(pattern, text, start, length, bound, lowest)
    : blockDistance(pattern, text, start, length, bound);
}

/**
 * One word holds the band: bit 31 lies on diagonal `lowest` (row - column), bit 0 on `lowest` - 31. The score is
 * followed down the diagonal that ends in the last corner: it never falls there, so the first score beyond the bound is
 * the answer.
 */
function bandDistance(
  pattern: DistancePattern,
  text: Uint16Array,
  start: number,
  length: number,
  bound: number,
  lowest: number,
): number {
  const { slot, masks } = pattern;
  const difference = pattern.length - length;
  const corner = 31 - lowest + difference;
  // Column 0: row r costs r deletions; above the matrix nothing differs, and no step is free.
  let vp = (-1 << (31 - lowest)) | 0;
  let vn = 0;
  let score = difference > 0 ? difference : 0;
  // Row of bit 0.
  let top = lowest - 31;
  const end = start + length;
  for (let at = start; at < end; at++, top++) {
    const x = bandMask(masks, slot[text[at]!]! * WORDS_PER_SLOT, top);
    const d0 = (((x & vp) + vp) ^ vp) | x | vn;
    score += (~d0 >>> corner) & 1;
    if (score > bound) return bound + 1;
    const hp = vn | ~(d0 | vp);
    const hn = d0 & vp;
    // The next column's band lies one row lower.
    const shifted = d0 >>> 1;
    vp = hn | ~(shifted | hp);
    vn = shifted & hp;
  }
  return score;
}

/** The 32 rows from `top` on of a slot's mask; `top` may lie above the matrix, by at most 31 rows. */
function bandMask(masks: Int32Array, base: number, top: number): number {
  if (top < 0) return masks[base]! << -top;
  const word = base + (top >> 5);
  const shift = top & 31;
  // Two shifts: one by 32 would do nothing.
  return (masks[word]! >>> shift) | ((masks[word + 1]! << 1) << (31 - shift));
}

/** All rows, in blocks of 32; the horizontal difference at a block's foot enters the next. */
function blockDistance(
  pattern: DistancePattern,
  text: Uint16Array,
  start: number,
  length: number,
  bound: number,
): number {
  const { slot, masks, positive, negative } = pattern;
  const rows = pattern.length;
  if (rows === 0) return length;
  const blocks = (rows + 31) >> 5;
  positive.fill(-1, 0, blocks);
  negative.fill(0, 0, blocks);
  const lastRow = 1 << ((rows - 1) & 31);
  let score = rows;
  for (let column = 0; column < length; column++) {
    const base = slot[text[start + column]!]! * WORDS_PER_SLOT;
    // Row 0 costs one insertion a column.
    let carryPositive = 1;
    let carryNegative = 0;
    for (let block = 0; block < blocks; block++) {
      const vp = positive[block]!;
      const vn = negative[block]!;
      const x = masks[base + block]! | carryNegative;
      const d0 = (((x & vp) + vp) ^ vp) | x | vn;
      let hp = vn | ~(d0 | vp);
      let hn = d0 & vp;
      if (block === blocks - 1) {
        if ((hp & lastRow) !== 0) score++;
        if ((hn & lastRow) !== 0) score--;
      }
      const footPositive = hp >>> 31;
      const footNegative = hn >>> 31;
      hp = (hp << 1) | carryPositive;
      hn = (hn << 1) | carryNegative;
      positive[block] = hn | ~(d0 | hp);
      negative[block] = hp & d0;
      carryPositive = footPositive;
      carryNegative = footNegative;
    }
    // Each column left can take back one edit.
    if (score - (length - 1 - column) > bound) return bound + 1;
  }
  return score <= bound ? score : bound + 1;
}
