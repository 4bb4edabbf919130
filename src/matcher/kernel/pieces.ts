/**
 * Cuts a text into disjoint pieces of 3 or 4 units, of which d edits destroy at most d: a text within distance K of it
 * holds at least `pieces - K` of them unchanged. The cut is the one whose pieces are rarest among the templates.
 */
import { setByte, setWord, wordAt } from "./memory";

/** What a piece of 3 or 4 units costs at each position: filled in by the caller. */
export const threeCost: usize = memory.data(256 * 4);
export const fourCost: usize = memory.data(256 * 4);

/** The last cut: start of each piece, hash of its gram, and its cost. No more than 85 pieces of 3 fit a text. */
export const piecePosition: usize = memory.data(85);
export const pieceHash: usize = memory.data(85 * 4, 4);
export const pieceCost: usize = memory.data(85 * 4, 4);

/** Least cost of a text's head, by (threes, fours) that cover it: 3a + 4b <= 255 gives at most 43 * 33 cells. */
const cost: usize = memory.data(43 * 33 * 4, 4);

/**
 * Cuts a text of `length` units into `count` pieces, as many of 4 as fit, in the order that costs least. `three` and `four` have the text's
 * hashes. Dynamic programming over (threes, fours) used so far, which fix the position: some hundred steps.
 */
export function cutPieces(length: i32, count: i32, three: usize, four: usize): void {
  const fours = min(count, length - 3 * count);
  const threes = count - fours;
  fillCosts(threes, fours);
  traceBack(threes, fours, three, four);
}

/** The lesser by arithmetic rather than a branch: which piece is cheaper cannot be predicted. */
function fillCosts(threes: i32, fours: i32): void {
  setWord(cost, 0, 0);
  for (let b = 1; b <= fours; b++) setWord(cost, b, wordAt(cost, b - 1) + wordAt(fourCost, 4 * b - 4));
  const width = fours + 1;
  for (let a = 1; a <= threes; a++) {
    const row = a * width;
    let least = wordAt(cost, row - width) + wordAt(threeCost, 3 * a - 3);
    setWord(cost, row, least);
    for (let b = 1, position = 3 * a + 4; b <= fours; b++, position += 4) {
      const byFour = least + wordAt(fourCost, position - 4);
      const byThree = wordAt(cost, row - width + b) + wordAt(threeCost, position - 3);
      least = select<i32>(byThree, byFour, byThree < byFour);
      setWord(cost, row + b, least);
    }
  }
}

function traceBack(threes: i32, fours: i32, three: usize, four: usize): void {
  const width = fours + 1;
  let a = threes;
  let b = fours;
  for (let piece = threes + fours - 1; piece >= 0; piece--) {
    const cell = a * width + b;
    const end = 3 * a + 4 * b;
    const isThree = b == 0 || (a > 0 && wordAt(cost, cell) == wordAt(cost, cell - width) + wordAt(threeCost, end - 3));
    const start = isThree ? end - 3 : end - 4;
    setByte(piecePosition, piece, start);
    setWord(pieceHash, piece, isThree ? wordAt(three, start) : wordAt(four, start));
    setWord(pieceCost, piece, isThree ? wordAt(threeCost, start) : wordAt(fourCost, start));
    if (isThree) a--;
    else b--;
  }
}
