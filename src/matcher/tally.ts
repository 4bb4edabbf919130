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

/** A list up to this long is walked from its start rather than searched. */
const SHORT_LIST = 8;

/**
 * Looks grams of a message of n units up and counts, for each row of [first, end), those that lie where a surviving
 * piece can. Gram k, of `gramCount`, has hash `hashes[k]` and starts at unit `positions[k]`.
 */
export function tallyGrams(
  tally: Tally,
  n: number,
  hashes: Uint32Array,
  positions: Uint8Array,
  gramCount: number,
  listStart: Uint32Array,
  postings: Uint32Array,
  first: number,
  end: number,
): void {
  const { counts, candidates, needed, length, shiftLow, shiftSpan } = tally;
  const lengthBase = n * LENGTHS;
  const lowest = first * 256;
  let candidateCount = tally.candidateCount;
  for (let k = 0; k < gramCount; k++) {
    const hash = hashes[k]!;
    let at = listStart[hash]!;
    const to = listStart[hash + 1]!;
    if (to - at > SHORT_LIST) at = lowerBound(postings, at, to, lowest);
    const position = positions[k]! + SHIFT_BIAS;
    for (; at < to; at++) {
      const posting = postings[at]!;
      if (posting < lowest) continue;
      const row = posting >>> 8;
      if (row >= end) break;
      const m = length[row]!;
      const shift = position - (posting & 255) - shiftLow[lengthBase + m]!;
      // 1 when 0 <= shift <= span, without a branch: neither way can be predicted.
      const inside = ~(shift | (shiftSpan[lengthBase + m]! - shift)) >>> 31;
      const count = counts[row]! + inside;
      counts[row] = count;
      if (((count - needed[m]!) | (inside - 1)) === 0) candidates[candidateCount++] = row;
    }
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
