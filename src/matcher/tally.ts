/** Counts the pieces that message and template share, for all templates at once. The hot loops of index-matcher.ts. */
import { assert } from "../core/assert.ts";
import { LENGTHS } from "./match-limits.ts";
import { LENGTH_CLASSES } from "./piece-index.ts";

/**
 * A copy. What a module exports is read from memory at every use, and the compiler cannot know that it is a whole number: with
 * exported constants in it, the loop of tallyGrams took twice the time.
 */
const CLASSES = 8;
assert(CLASSES === LENGTH_CLASSES, "tally.ts and piece-index.ts must agree on the number of classes");

export interface Tally {
  /**
   * Pieces found, by row of the template table. 16 bits hold them all: at most 85 pieces, each found at most twice at
   * each of 255 positions.
   */
  counts: Uint16Array;
  /** Rows whose count reached what was needed, in the order they did. Each once, so `counts.length` of them fit. */
  candidates: Int32Array;
  candidateCount: number;
}

export function createTally(): Tally {
  return { counts: new Uint16Array(0), candidates: new Int32Array(0), candidateCount: 0 };
}

/** Makes room for so many rows, with a quarter to spare. */
export function reserveRows(tally: Tally, rows: number): void {
  if (tally.counts.length >= rows) return;
  tally.counts = new Uint16Array(Math.ceil(rows * 1.25));
  tally.candidates = new Int32Array(tally.counts.length);
}

/** The lists of an index that are read for a message, and where in them a piece that survives can lie. */
export interface ListRange {
  /** By hash: classes that hold a gram of it; `hash >>> listShift` has the lists. */
  readonly mask: Uint8Array;
  readonly listShift: number;
  readonly listStart: Int32Array;
  readonly postings: Int32Array;
  firstClass: number;
  lastClass: number;
  /** The classes as bits of a mask. */
  classes: number;
  /** Rows of templates that can match. */
  firstRow: number;
  endRow: number;
  /** By row of the template table. */
  readonly length: Uint8Array;
  /** Those of the message's length are at `windowBase` (match-limits.ts). */
  readonly windows: Int32Array;
  windowBase: number;
}

/** Grams of a message that are to be looked up: hash and position of each. One object is reused for all messages. */
export interface GramSelection {
  readonly hash: Int32Array;
  readonly position: Uint8Array;
  count: number;
}

export function createSelection(): GramSelection {
  return { hash: new Int32Array(2 * LENGTHS), position: new Uint8Array(2 * LENGTHS), count: 0 };
}

/**
 * Adds to `selection` those of grams [0, count), gram i at position i, that any template of the range holds. Kept by
 * arithmetic: a branch could not be predicted.
 */
export function selectGrams(selection: GramSelection, hashes: Int32Array, count: number, range: ListRange): void {
  const { mask, classes, listShift } = range;
  const { hash, position } = selection;
  let selected = selection.count;
  for (let i = 0; i < count; i++) {
    const h = hashes[i]!;
    hash[selected] = h >>> listShift;
    position[selected] = i;
    selected += ((mask[h]! & classes) + 255) >> 8;
  }
  selection.count = selected;
}

/** The first and last class hold templates of other lengths too: of a longer list these are left out. */
const LONG_LIST = 24;

/** Looks the selected grams up in the lists of a range and counts those that lie where a piece that survives can. */
export function tallyGrams(tally: Tally, selection: GramSelection, range: ListRange): void {
  const { hash, position, count } = selection;
  const { listStart, postings, firstClass, lastClass, firstRow, endRow, length, windows, windowBase } = range;
  for (let k = 0; k < count; k++) {
    const list = hash[k]! * CLASSES;
    let from = listStart[list + firstClass]!;
    let to = listStart[list + lastClass + 1]!;
    if (to - from > LONG_LIST) {
      from = lowerBound(postings, from, to, firstRow * 256);
      to = lowerBound(postings, from, to, endRow * 256);
    }
    countPlaces(tally, postings, from, to, position[k]!, length, windows, windowBase);
  }
}

/** Counts postings [from, to) of a gram at `gramPosition` of the message. */
function countPlaces(
  tally: Tally,
  postings: Int32Array,
  from: number,
  to: number,
  gramPosition: number,
  length: Uint8Array,
  windows: Int32Array,
  windowBase: number,
): void {
  const { counts, candidates } = tally;
  for (let at = from; at < to; at++) {
    const posting = postings[at]!;
    const row = posting >> 8;
    const window = windows[windowBase + length[row]!]!;
    const shift = gramPosition - (posting & 255) - (window >> 16);
    // 1 when 0 <= shift <= span, without a branch: neither way can be predicted.
    const inside = ~(shift | ((window & 255) - shift)) >>> 31;
    const count = (counts[row]! + inside) | 0;
    counts[row] = count;
    if (((count - ((window >> 8) & 255)) | (inside - 1)) === 0) candidates[tally.candidateCount++] = row;
  }
}

/** Index of the first posting, in [from, to), of at least `value`. */
function lowerBound(postings: Int32Array, from: number, to: number, value: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (postings[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A count that bounds the distance by nothing. */
const UNCOUNTED = 0xffff;

/** Makes candidates of all rows [first, end), uncounted. */
export function addRows(tally: Tally, first: number, end: number): void {
  tally.counts.fill(UNCOUNTED, first, end);
  let candidateCount = tally.candidateCount;
  for (let row = first; row < end; row++) tally.candidates[candidateCount++] = row;
  tally.candidateCount = candidateCount;
}

/** Costs of pieces to cut a message into (pieces.ts): how many places of a range there are of each of grams [0, count). */
export function listLengthsInto(out: Int32Array, hashes: Int32Array, count: number, range: ListRange): void {
  const { mask, classes, listShift, listStart, firstClass, lastClass } = range;
  for (let i = 0; i < count; i++) {
    const h = hashes[i]!;
    const list = (h >>> listShift) * CLASSES;
    const present = ((mask[h]! & classes) + 255) >> 8;
    out[i] = (listStart[list + lastClass + 1]! - listStart[list + firstClass]!) & -present;
  }
}
