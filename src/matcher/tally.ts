/** Counts the pieces that message and template share, for all templates at once. The hot loops of index-matcher.ts. */
import { assert } from "../core/assert.ts";
import { LENGTHS } from "./match-limits.ts";
import { LENGTH_CLASSES, classBits } from "./piece-index.ts";

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
 * Adds to `selection` those of grams [0, count), gram i at position i, that any template of the classes holds. Kept by
 * arithmetic: a branch could not be predicted.
 */
export function selectGrams(
  selection: GramSelection,
  hashes: Int32Array,
  count: number,
  mask: Uint8Array,
  classes: number,
  listShift: number,
): void {
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

/**
 * Looks the selected grams up in the lists of classes `firstClass` to `lastClass` and counts those that lie where a piece
 * that survives can: `windows` from `windowBase` on are those of the message's length (match-limits.ts). `length` is by row.
 */
export function tallyGrams(
  tally: Tally,
  selection: GramSelection,
  listStart: Int32Array,
  postings: Int32Array,
  firstClass: number,
  lastClass: number,
  length: Uint8Array,
  windows: Int32Array,
  windowBase: number,
): void {
  const { hash, position, count: gramCount } = selection;
  const { counts, candidates } = tally;
  let candidateCount = tally.candidateCount;
  for (let k = 0; k < gramCount; k++) {
    const list = hash[k]! * CLASSES;
    const to = listStart[list + lastClass + 1]!;
    const gramPosition = position[k]!;
    for (let at = listStart[list + firstClass]!; at < to; at++) {
      const posting = postings[at]!;
      const row = posting >> 8;
      const window = windows[windowBase + length[row]!]!;
      const shift = gramPosition - (posting & 255) - (window >> 16);
      // 1 when 0 <= shift <= span, without a branch: neither way can be predicted.
      const inside = ~(shift | ((window & 255) - shift)) >>> 31;
      const count = (counts[row]! + inside) | 0;
      counts[row] = count;
      if (((count - ((window >> 8) & 255)) | (inside - 1)) === 0) candidates[candidateCount++] = row;
    }
  }
  tally.candidateCount = candidateCount;
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

/**
 * Costs of pieces to cut a message into (pieces.ts): how many places of classes `firstClass` to `lastClass` there are of each of
 * grams [0, count); none where the mask says so.
 */
export function listLengthsInto(
  out: Int32Array,
  hashes: Int32Array,
  count: number,
  mask: Uint8Array,
  listStart: Int32Array,
  firstClass: number,
  lastClass: number,
  listShift: number,
): void {
  const classes = classBits(firstClass, lastClass);
  for (let i = 0; i < count; i++) {
    const h = hashes[i]!;
    const list = (h >>> listShift) * CLASSES;
    const present = ((mask[h]! & classes) + 255) >> 8;
    out[i] = (listStart[list + lastClass + 1]! - listStart[list + firstClass]!) & -present;
  }
}
