/** Counts the pieces that message and template share, for all templates at once. The hot loops of index-matcher.ts. */
import { LENGTHS, WINDOW_LEAST_SHIFT } from "./match-limits.ts";
import { LENGTH_CLASSES } from "./piece-index.ts";

export interface Tally {
  /**
   * Pieces found, by row of the template table. 16 bits hold them all: at most 85 pieces, each found at most twice at
   * each of 255 positions.
   */
  counts: Uint16Array;
  /** Rows whose count reached what was needed, in the order they did. Each once, so `counts.length` of them fit. */
  candidates: Uint32Array;
  candidateCount: number;
}

export function createTally(): Tally {
  return { counts: new Uint16Array(0), candidates: new Uint32Array(0), candidateCount: 0 };
}

/** Makes room for so many rows, with a quarter to spare. */
export function reserveRows(tally: Tally, rows: number): void {
  if (tally.counts.length >= rows) return;
  tally.counts = new Uint16Array(Math.ceil(rows * 1.25));
  tally.candidates = new Uint32Array(tally.counts.length);
}

/** Grams of a message that are to be looked up: hash and position of each. One object is reused for all messages. */
export interface GramSelection {
  readonly hash: Uint32Array;
  readonly position: Uint8Array;
  count: number;
}

export function createSelection(): GramSelection {
  return { hash: new Uint32Array(2 * LENGTHS), position: new Uint8Array(2 * LENGTHS), count: 0 };
}

/**
 * Adds to `selection` those of grams [0, count), gram i at position i, that any template of the classes holds. Kept by
 * arithmetic: a branch could not be predicted.
 */
export function selectGrams(
  selection: GramSelection,
  hashes: Uint32Array,
  count: number,
  mask: Uint8Array,
  classes: number,
): void {
  const { hash, position } = selection;
  let selected = selection.count;
  for (let i = 0; i < count; i++) {
    const h = hashes[i]!;
    hash[selected] = h;
    position[selected] = i;
    selected += -(mask[h]! & classes) >>> 31;
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
  listStart: Uint32Array,
  postings: Uint32Array,
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
    const list = hash[k]! * LENGTH_CLASSES;
    const to = listStart[list + lastClass + 1]!;
    const gramPosition = position[k]!;
    for (let at = listStart[list + firstClass]!; at < to; at++) {
      const posting = postings[at]!;
      const row = posting >>> 8;
      const window = windows[windowBase + length[row]!]!;
      const shift = gramPosition - (posting & 255) - (window >> WINDOW_LEAST_SHIFT);
      // 1 when 0 <= shift <= span, without a branch: neither way can be predicted.
      const inside = ~(shift | ((window & 255) - shift)) >>> 31;
      const count = counts[row]! + inside;
      counts[row] = count;
      if (((count - ((window >> 8) & 255)) | (inside - 1)) === 0) candidates[candidateCount++] = row;
    }
  }
  tally.candidateCount = candidateCount;
}

/** Makes candidates of all rows [first, end). */
export function addRows(tally: Tally, first: number, end: number): void {
  let candidateCount = tally.candidateCount;
  for (let row = first; row < end; row++) tally.candidates[candidateCount++] = row;
  tally.candidateCount = candidateCount;
}
