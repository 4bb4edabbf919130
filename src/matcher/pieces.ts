/**
 * Cuts a text into disjoint pieces of 3 or 4 units, of which d edits destroy at most d: a text within distance K of it
 * holds at least `pieces - K` of them unchanged. The cut is the one whose pieces are rarest among the templates.
 */
import { assert } from "../core/assert.ts";
import { MAX_MATCH_UNITS, greatestDistance } from "./matcher.ts";

/** Pieces beyond the edits, when the text has room: a candidate must keep that many. More cost more look-ups. */
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
  /** The last cut: start of each piece, and whether it is of 4 units. */
  readonly position: Uint8Array;
  readonly isFour: Uint8Array;
  readonly cost: Float64Array;
  readonly endsInFour: Uint8Array;
}

export function createPieceCutter(): PieceCutter {
  return {
    position: new Uint8Array(MAX_PIECES),
    isFour: new Uint8Array(MAX_PIECES),
    cost: new Float64Array(MAX_CELLS),
    endsInFour: new Uint8Array(MAX_CELLS),
  };
}

/**
 * Cuts a text of `length` units into `count` pieces, as many of 4 as fit, in the order that costs least; a piece costs
 * the length of its list in the gram index (`gramStart`). `three` and `four` are its hashes (grams.ts). Dynamic
 * programming over (threes, fours) used so far, which fix the position: some hundred steps.
 */
export function cutPieces(
  cutter: PieceCutter,
  length: number,
  count: number,
  three: Uint32Array,
  four: Uint32Array,
  gramStart: Uint32Array,
): void {
  const fours = Math.min(count, length - 3 * count);
  const threes = count - fours;
  const width = fours + 1;
  const { cost, endsInFour } = cutter;
  assert((threes + 1) * width <= MAX_CELLS, `a cut of ${length} units into ${count} pieces is too large`);
  for (let a = 0, cell = 0; a <= threes; a++) {
    for (let b = 0; b <= fours; b++, cell++) {
      const position = 3 * a + 4 * b;
      let least = cell === 0 ? 0 : Infinity;
      let lastIsFour = 0;
      if (a > 0) {
        const hash = three[position - 3]!;
        least = cost[cell - width]! + (gramStart[hash + 1]! - gramStart[hash]!);
      }
      if (b > 0) {
        const hash = four[position - 4]!;
        const other = cost[cell - 1]! + (gramStart[hash + 1]! - gramStart[hash]!);
        if (other < least) {
          least = other;
          lastIsFour = 1;
        }
      }
      cost[cell] = least;
      endsInFour[cell] = lastIsFour;
    }
  }
  traceBack(cutter, threes, fours);
}

function traceBack(cutter: PieceCutter, threes: number, fours: number): void {
  const { position, isFour, endsInFour } = cutter;
  const width = fours + 1;
  let a = threes;
  let b = fours;
  for (let piece = threes + fours - 1; piece >= 0; piece--) {
    const lastIsFour = endsInFour[a * width + b]!;
    isFour[piece] = lastIsFour;
    if (lastIsFour === 1) b--;
    else a--;
    position[piece] = 3 * a + 4 * b;
  }
}
