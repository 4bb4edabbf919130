/**
 * Cuts a text into disjoint pieces of 3 or 4 units, of which d edits destroy at most d: a text within distance K of it
 * holds at least `pieces - K` of them unchanged. The cut is the one whose pieces are rarest among the templates.
 */
import { assert } from "../core/assert.ts";
import { MAX_MATCH_UNITS, greatestDistance } from "./matcher.ts";

/** Pieces beyond the edits, where the text has room: a candidate must keep that many. More cost more look-ups. */
const SPARE_PIECES = 4;

/** The most pieces of 3 that fit a text. */
const MAX_PIECES = Math.floor(MAX_MATCH_UNITS / 3);
/** 3a + 4b <= 255 gives at most 43 * 33 cells. */
const MAX_CELLS = 1500;

/**
 * Pieces of a text that is the longer of two: enough to outnumber the edits, and to cover it, but no more than fit. At
 * thresholds near a half they do not outnumber the edits, and pieces prove nothing.
 */
export function pieceCount(length: number, thresholdPermille: number): number {
  const edits = greatestDistance(length, thresholdPermille);
  return Math.min(Math.floor(length / 3), Math.max(edits, length >> 2) + SPARE_PIECES);
}

/** Room for one cut at a time; one object is reused for all texts. */
export interface PieceCutter {
  /** What a piece of 3 or 4 units costs at each position: filled in by the caller. */
  readonly threeCost: Int32Array;
  readonly fourCost: Int32Array;
  /** The last cut: start of each piece and hash of its gram. */
  readonly position: Uint8Array;
  readonly hash: Int32Array;
  /** Least cost of a text's head, by (threes, fours) that cover it. */
  readonly cost: Int32Array;
}

export function createPieceCutter(): PieceCutter {
  return {
    threeCost: new Int32Array(MAX_MATCH_UNITS),
    fourCost: new Int32Array(MAX_MATCH_UNITS),
    position: new Uint8Array(MAX_PIECES),
    hash: new Int32Array(MAX_PIECES),
    cost: new Int32Array(MAX_CELLS),
  };
}

/**
 * Cuts a text of `length` units into `count` pieces, as many of 4 as fit, in the order that costs least. `three` and `four`
 * are the text's hashes (grams.ts). Dynamic programming over (threes, fours) used so far, which fix the position: some
 * hundred steps, under a microsecond.
 */
export function cutPieces(
  cutter: PieceCutter,
  length: number,
  count: number,
  three: Int32Array,
  four: Int32Array,
): void {
  const fours = Math.min(count, length - 3 * count);
  const threes = count - fours;
  assert((threes + 1) * (fours + 1) <= MAX_CELLS, () => `a cut of ${length} units into ${count} pieces is too large`);
  fillCosts(cutter.cost, threes, fours, cutter.threeCost, cutter.fourCost);
  traceBack(cutter, threes, fours, three, four);
}

/** The lesser by arithmetic rather than a branch: which piece is cheaper cannot be predicted. */
function fillCosts(cost: Int32Array, threes: number, fours: number, threeCost: Int32Array, fourCost: Int32Array): void {
  const width = fours + 1;
  cost[0] = 0;
  for (let b = 1; b <= fours; b++) cost[b] = (cost[b - 1]! + fourCost[4 * b - 4]!) | 0;
  for (let a = 1; a <= threes; a++) {
    const row = a * width;
    let least = (cost[row - width]! + threeCost[3 * a - 3]!) | 0;
    cost[row] = least;
    for (let b = 1, position = 3 * a + 4; b <= fours; b++, position += 4) {
      least = (least + fourCost[position - 4]!) | 0;
      const saved = (cost[row - width + b]! + threeCost[position - 3]! - least) | 0;
      least = (least + (saved & (saved >> 31))) | 0;
      cost[row + b] = least;
    }
  }
}

function traceBack(cutter: PieceCutter, threes: number, fours: number, three: Int32Array, four: Int32Array): void {
  const { position, hash, cost, threeCost } = cutter;
  const width = fours + 1;
  let a = threes;
  let b = fours;
  for (let piece = threes + fours - 1; piece >= 0; piece--) {
    const cell = a * width + b;
    const end = 3 * a + 4 * b;
    const isThree = b === 0 || (a > 0 && cost[cell] === cost[cell - width]! + threeCost[end - 3]!);
    const start = isThree ? end - 3 : end - 4;
    position[piece] = start;
    hash[piece] = isThree ? three[start]! : four[start]!;
    if (isThree) a--;
    else b--;
  }
}
