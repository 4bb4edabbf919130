/**
 * Bounded edit distance over UTF-16 units, bit-parallel, in words of 64 bits: the message is the pattern, set once and
 * compared with many texts. Equals Levenshtein's distance up to the bound, and says "more" beyond it.
 *
 * Sources: Myers, "A fast bit-vector algorithm for approximate string matching based on dynamic programming", J. ACM
 * 1999 (blocks of rows); Hyyro, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances", Nordic
 * J. Computing 2003 (a band of diagonals in one word, sliding down with the columns).
 *
 * Notation of both papers: the pattern runs down the rows, the text along the columns; VP and VN hold the vertical
 * differences of +1 and -1 in a column, HP and HN the horizontal ones, D0 the diagonal steps of 0.
 */
import { byteAt, longAt, setByte, setLong, shortAt } from "./memory";

const WORD_BITS: i32 = 64;
/** The number of slots, and the most units of a pattern. A slot fits a byte; 0 means no slot. */
const SLOTS: i32 = 255;
/** Words of a pattern, with one more that the band reads beyond its end; and the same in bytes. */
const WORDS_PER_SLOT: i32 = 5;
const SLOT_BYTES: i32 = WORDS_PER_SLOT * 8;

/** By unit: its slot. Units that the pattern lacks have slot 0, or a slot without bits. */
const slot: usize = memory.data(0x10000);
/** By slot: bit i is set if the pattern has that unit at position i. */
const masks: usize = memory.data(256 * 40, 8);
/** The unit of each slot, the number of slots used, and the slot of each unit of the pattern. */
const slotUnit: usize = memory.data(256 * 2, 2);
let used: i32 = 0;
const patternSlot: usize = memory.data(256);
let patternLength: i32 = 0;

/** Vertical differences of each block of rows. */
const positive: usize = memory.data(WORDS_PER_SLOT * 8, 8);
const negative: usize = memory.data(WORDS_PER_SLOT * 8, 8);

function maskWord(s: i32, word: i32): usize {
  return masks + s * SLOT_BYTES + (word << 3);
}

/** Sets the pattern to the `length` units at `units`. */
export function setPattern(units: usize, length: i32): void {
  for (let i = 0; i < patternLength; i++) store<u64>(maskWord(byteAt(patternSlot, i), i >> 6), 0);
  if (used + length > SLOTS) freeSlots();
  for (let i = 0; i < length; i++) {
    const s = slotOf(shortAt(units, i));
    setByte(patternSlot, i, s);
    const word = maskWord(s, i >> 6);
    store<u64>(word, load<u64>(word) | ((<u64>1) << (i & 63)));
  }
  patternLength = length;
}

function slotOf(unit: i32): i32 {
  const known = byteAt(slot, unit);
  if (known != 0) return known;
  used++;
  setByte(slot, unit, used);
  store<u16>(slotUnit + (used << 1), <u16>unit);
  return used;
}

function freeSlots(): void {
  for (let s = 1; s <= used; s++) setByte(slot, shortAt(slotUnit, s), 0);
  used = 0;
}

/** Distance of the pattern to the `length` units at `text` if it is at most `bound`, else `bound + 1`. */
export function boundedDistance(text: usize, length: i32, bound: i32): i32 {
  if (abs(patternLength - length) > bound) return bound + 1;
  const lowest = lowestOf(length, bound);
  return lowest >= 0 ? bandDistance(text, length, bound, lowest) : blockDistance(text, length, bound);
}

/** The same for two texts of one length, written to `pairDistance`. Takes little longer than one text. */
export function boundedDistances(one: usize, other: usize, length: i32, bound: i32): void {
  const lowest = lowestOf(length, bound);
  if (lowest >= 0 && abs(patternLength - length) <= bound) return bandDistances(one, other, length, bound, lowest);
  store<i32>(pairDistance, boundedDistance(one, length, bound));
  store<i32>(pairDistance, boundedDistance(other, length, bound), 4);
}

export const pairDistance: usize = memory.data(8, 4);

/** The lowest diagonal (row - column) of a band for all paths of `bound` edits; -1 if a word is too short. */
function lowestOf(length: i32, bound: i32): i32 {
  const difference = patternLength - length;
  const leastEdits = abs(difference);
  // A path may leave the diagonals between both corners only as far as it can return.
  const slack = (bound - leastEdits) >> 1;
  const lowest = max(difference, 0) + slack;
  const diagonals = leastEdits + 2 * slack + 1;
  return diagonals <= WORD_BITS && lowest < WORD_BITS && lowest < patternLength ? lowest : -1;
}

/**
 * One word holds the band: its highest bit lies on diagonal `lowest` (row - column). The score is followed along the
 * diagonal that ends in the last corner. It never falls there, so the loop ends at the first score beyond the bound.
 */
function bandDistance(text: usize, length: i32, bound: i32, lowest: i32): i32 {
  const difference = patternLength - length;
  const corner = WORD_BITS - 1 - lowest + difference;
  let vp: u64 = (<u64>-1) << (WORD_BITS - 1 - lowest);
  let vn: u64 = 0;
  let score = max(difference, 0);
  let top = lowest - (WORD_BITS - 1);
  const end = text + ((<usize>length) << 1);
  for (let at = text; at < end; at += 2, top++) {
    const x = bandMask(masks + byteAt(slot, load<u16>(at)) * SLOT_BYTES, top);
    const d0 = (((x & vp) + vp) ^ vp) | x | vn;
    score += i32((~d0 >>> corner) & 1);
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

/** For two texts at a time: a column waits for the one before, so one text spends half its time waiting. */
function bandDistances(one: usize, other: usize, length: i32, bound: i32, lowest: i32): void {
  const difference = patternLength - length;
  const corner = WORD_BITS - 1 - lowest + difference;
  const bounds = i64x2.splat(bound);
  const ones = i64x2.splat(1);
  let vp = i64x2.splat((<u64>-1) << (WORD_BITS - 1 - lowest));
  let vn = i64x2.splat(0);
  let score = i64x2.splat(max(difference, 0));
  let top = lowest - (WORD_BITS - 1);
  const end = one + ((<usize>length) << 1);
  for (let at = one, beside = other; at < end; at += 2, beside += 2, top++) {
    const x = i64x2.replace_lane(
      i64x2.splat(bandMask(masks + byteAt(slot, load<u16>(at)) * SLOT_BYTES, top)),
      1,
      bandMask(masks + byteAt(slot, load<u16>(beside)) * SLOT_BYTES, top),
    );
    const d0 = v128.or(v128.or(v128.xor(i64x2.add(v128.and(x, vp), vp), vp), x), vn);
    score = i64x2.add(score, v128.and(i64x2.shr_u(v128.not(d0), corner), ones));
    if (i64x2.all_true(i64x2.gt_s(score, bounds))) return storePair(bound + 1, bound + 1);
    const hp = v128.or(vn, v128.not(v128.or(d0, vp)));
    const hn = v128.and(d0, vp);
    const shifted = i64x2.shr_u(d0, 1);
    vp = v128.or(hn, v128.not(v128.or(shifted, hp)));
    vn = v128.and(shifted, hp);
  }
  storePair(min(bound + 1, <i32>i64x2.extract_lane(score, 0)), min(bound + 1, <i32>i64x2.extract_lane(score, 1)));
}

function storePair(one: i32, other: i32): void {
  store<i32>(pairDistance, one);
  store<i32>(pairDistance, other, 4);
}

/** The 64 rows of a slot's words from `top` on. `top` may lie above the matrix, by at most 63 rows. */
function bandMask(words: usize, top: i32): u64 {
  if (top < 0) return load<u64>(words) << -top;
  const at = words + ((top >> 6) << 3);
  const shift = top & 63;
  // In two shifts, since a shift by 64 does nothing.
  return (load<u64>(at) >>> shift) | ((load<u64>(at, 8) << 1) << (63 - shift));
}

/** All rows, in blocks of 64; where the bound is too great for a band. */
function blockDistance(text: usize, length: i32, bound: i32): i32 {
  if (patternLength == 0) return length;
  const blocks = (patternLength + 63) >> 6;
  for (let block = 0; block < blocks; block++) {
    setLong(positive, block, -1);
    setLong(negative, block, 0);
  }
  const lastRow = (patternLength - 1) & 63;
  let score = patternLength;
  for (let column = 0; column < length; column++) {
    const words = masks + byteAt(slot, shortAt(text, column)) * SLOT_BYTES;
    // Row 0 costs one insertion a column.
    let carryPositive: u64 = 1;
    let carryNegative: u64 = 0;
    for (let block = 0; block < blocks; block++) {
      const vp = longAt(positive, block);
      const vn = longAt(negative, block);
      const x = longAt(words, block) | carryNegative;
      const d0 = (((x & vp) + vp) ^ vp) | x | vn;
      const hp = vn | ~(d0 | vp);
      const hn = d0 & vp;
      if (block == blocks - 1) score += i32((hp >>> lastRow) & 1) - i32((hn >>> lastRow) & 1);
      const enteredPositive = (hp << 1) | carryPositive;
      const enteredNegative = (hn << 1) | carryNegative;
      setLong(positive, block, enteredNegative | ~(d0 | enteredPositive));
      setLong(negative, block, enteredPositive & d0);
      carryPositive = hp >>> 63;
      carryNegative = hn >>> 63;
    }
    // Each further column can lower the score by one.
    if (score - (length - 1 - column) > bound) return bound + 1;
  }
  return min(score, bound + 1);
}
