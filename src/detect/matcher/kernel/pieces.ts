/**
 * Cuts a text into disjoint pieces of 3 units, of which d edits destroy at most d: a text within distance K of it holds
 * at least `pieces - K` of them unchanged. Where they do not cover the text, some are loose: they have a unit to spare
 * behind them, and may be looked up with it, as grams of 4. The cut is the one whose pieces are rarest among the
 * templates.
 */
import { looseHashes, tightHashes } from "./grams";
import { setByte, setWord, wordAt } from "./memory";

/** What a piece costs at each position, tight or loose: filled in by the caller. */
export const tightCost: usize = memory.data(256 * 4, 4);
export const looseCost: usize = memory.data(256 * 4, 4);

/** The last cut: start of each piece, and hash of its gram. No more than 85 pieces fit a text. */
export const piecePosition: usize = memory.data(85);
export const pieceHash: usize = memory.data(85 * 4, 4);

/**
 * Least cost of a text's head, by (tight, loose) pieces that cover it: (a + 1) * (b + 1) cells where 3a + 4b <= 255, so
 * at most 262^2 / 48.
 */
const cost: usize = memory.data(1430 * 4, 4);

/**
 * Cuts a text of `length` units into `count` pieces, as many of them loose, with a unit to spare, as have room, in the
 * order that costs least. Its grams must be hashed. Dynamic programming over (tight, loose) pieces so far, which fix
 * the position: some hundred steps.
 */
export function cutPieces(length: i32, count: i32): void {
  const loose = loosePieces(length, count);
  fillCosts(count - loose, loose);
  traceBack(count - loose, loose);
}

/** Pieces of a cut that have a unit to spare. */
export function loosePieces(length: i32, count: i32): i32 {
  return min(count, length - 3 * count);
}

/** The lesser by arithmetic rather than a branch: which piece is cheaper cannot be predicted. */
function fillCosts(tight: i32, loose: i32): void {
  setWord(cost, 0, 0);
  for (let b = 1; b <= loose; b++) setWord(cost, b, wordAt(cost, b - 1) + wordAt(looseCost, 4 * b - 4));
  const width = loose + 1;
  for (let a = 1; a <= tight; a++) {
    const row = a * width;
    let least = wordAt(cost, row - width) + wordAt(tightCost, 3 * a - 3);
    setWord(cost, row, least);
    for (let b = 1, end = 3 * a + 4; b <= loose; b++, end += 4) {
      const byLoose = least + wordAt(looseCost, end - 4);
      const byTight = wordAt(cost, row - width + b) + wordAt(tightCost, end - 3);
      least = select<i32>(byTight, byLoose, byTight < byLoose);
      setWord(cost, row + b, least);
    }
  }
}

function traceBack(tight: i32, loose: i32): void {
  const width = loose + 1;
  let a = tight;
  let b = loose;
  for (let piece = tight + loose - 1; piece >= 0; piece--) {
    const cell = a * width + b;
    const end = 3 * a + 4 * b;
    const isTight = b == 0 || (a > 0 && wordAt(cost, cell) == wordAt(cost, cell - width) + wordAt(tightCost, end - 3));
    const start = isTight ? end - 3 : end - 4;
    setByte(piecePosition, piece, start);
    setWord(pieceHash, piece, wordAt(isTight ? tightHashes : looseHashes, start));
    if (isTight) a--;
    else b--;
  }
}
