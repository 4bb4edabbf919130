/**
 * How many disjoint pieces of 3 or 4 units a text is cut into (kernel/pieces.ts). d edits destroy at most d of them: a
 * text within distance K holds at least `pieces - K` of them unchanged.
 */
import { greatestDistance } from "./matcher.ts";

/** Pieces beyond the edits, where the text has room: a candidate must keep that many. More cost more look-ups. */
const SPARE_PIECES = 4;

/**
 * Pieces of a text that is the longer of two: enough to outnumber the edits, and to cover it, but no more than fit. At
 * thresholds near a half they do not outnumber the edits, and pieces prove nothing.
 */
export function pieceCount(length: number, thresholdPermille: number): number {
  const edits = greatestDistance(length, thresholdPermille);
  return Math.min(Math.floor(length / 3), Math.max(edits, length >> 2) + SPARE_PIECES);
}
