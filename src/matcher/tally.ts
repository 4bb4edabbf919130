/** Counts the pieces that message and template share, for all templates at once. The hot loops of index-matcher.ts. */
import { MAX_MATCH_UNITS } from "./matcher.ts";
import { type PieceIndex, SHIFT_BIAS } from "./piece-index.ts";
import type { TemplateTable } from "./template-table.ts";

const LENGTHS = MAX_MATCH_UNITS + 1;

export interface Tally {
  /**
   * Pieces found, by row of the template table. 16 bits hold them all: at most 85 pieces, each found at most twice at
   * each of 255 positions.
   */
  readonly counts: Uint16Array;
  /** Rows whose count reached what was needed, in the order they did. Each once, so `counts.length` of them fit. */
  readonly candidates: Uint32Array;
  candidateCount: number;
  /** Pieces needed, by length of the template; 0 where the count decides nothing. */
  readonly needed: Uint8Array;
  /** By row. */
  readonly length: Uint8Array;
  readonly shiftLow: Uint8Array;
  readonly shiftSpan: Uint8Array;
  /** Candidates by their least distance, for sorting. */
  readonly bins: Uint32Array;
}

export function createTally(templates: TemplateTable, index: PieceIndex): Tally {
  return {
    counts: new Uint16Array(templates.count),
    candidates: new Uint32Array(templates.count),
    candidateCount: 0,
    needed: new Uint8Array(LENGTHS),
    length: templates.length,
    shiftLow: index.shiftLow,
    shiftSpan: index.shiftSpan,
    bins: new Uint32Array(LENGTHS),
  };
}

/** Tallies each gram of the message: `hashes[i]` is that at unit i. Only rows [first, end) count. */
export function tallyAll(
  tally: Tally,
  n: number,
  hashes: Uint32Array,
  hashCount: number,
  listStart: Uint32Array,
  postings: Uint32Array,
  first: number,
  end: number,
): void {
  for (let i = 0; i < hashCount; i++) {
    const hash = hashes[i]!;
    const from = listStart[hash]!;
    const to = listStart[hash + 1]!;
    if (from < to) tallyList(tally, n, i, postings, from, to, first, end);
  }
}

/** A list up to this long is walked from its start rather than searched. */
const SHORT_LIST = 8;

/** Tallies one gram, at unit `position` of a message of n units: postings [from, to) of rows [first, end). */
export function tallyList(
  tally: Tally,
  n: number,
  position: number,
  postings: Uint32Array,
  from: number,
  to: number,
  first: number,
  end: number,
): void {
  const { counts, candidates, needed, length, shiftLow, shiftSpan } = tally;
  const lengthBase = n * LENGTHS;
  const lowest = first * 256;
  let candidateCount = tally.candidateCount;
  let k = to - from > SHORT_LIST ? lowerBound(postings, from, to, lowest) : from;
  for (; k < to; k++) {
    const posting = postings[k]!;
    if (posting < lowest) continue;
    const row = posting >>> 8;
    if (row >= end) break;
    const m = length[row]!;
    const shift = position - (posting & 255) + SHIFT_BIAS - shiftLow[lengthBase + m]!;
    if (shift < 0 || shift > shiftSpan[lengthBase + m]!) continue;
    const count = counts[row]! + 1;
    counts[row] = count;
    if (count === needed[m]) candidates[candidateCount++] = row;
  }
  tally.candidateCount = candidateCount;
}

function lowerBound(postings: Uint32Array, from: number, to: number, value: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (postings[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Makes candidates of all rows [first, end). */
export function addRows(tally: Tally, first: number, end: number): void {
  let candidateCount = tally.candidateCount;
  for (let row = first; row < end; row++) tally.candidates[candidateCount++] = row;
  tally.candidateCount = candidateCount;
}

/** Each piece that was not found cost an edit at least. `pieces` is the number that the longer text was cut into. */
export function leastDistance(tally: Tally, row: number, pieces: number): number {
  return Math.max(0, pieces - tally.counts[row]!);
}

/** Writes the candidates to `order`, those of the least possible distance first (counting sort). `pieces` is by length. */
export function orderCandidates(tally: Tally, n: number, pieces: Uint8Array, order: Uint32Array): void {
  const { candidates, candidateCount, length, bins } = tally;
  bins.fill(0);
  for (let i = 0; i < candidateCount; i++) {
    const row = candidates[i]!;
    bins[leastDistance(tally, row, pieces[Math.max(n, length[row]!)]!) + 1]!++;
  }
  for (let bin = 1; bin < bins.length; bin++) bins[bin]! += bins[bin - 1]!;
  for (let i = 0; i < candidateCount; i++) {
    const row = candidates[i]!;
    order[bins[leastDistance(tally, row, pieces[Math.max(n, length[row]!)]!)]!++] = row;
  }
}
