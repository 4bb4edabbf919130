/**
 * Cuts a text into disjoint pieces of 3 units. d edits destroy at most d pieces, so a text within distance K holds at
 * least `pieces - K` of them unchanged. If the pieces do not cover the text, some are loose: a spare unit follows them,
 * and they may be looked up with it, as grams of 4. Among all cuts, the one with the rarest pieces is taken.
 */
import { looseHashes, tightHashes } from "./grams";
import { setByte, setWord, wordAt } from "./memory";

/** Filled in by the caller: the cost of a tight or loose piece at each position. */
export const tightCost: usize = memory.data(256 * 4, 4);
export const looseCost: usize = memory.data(256 * 4, 4);

/** The last cut: the start of each piece, and the hash of its gram. At most 85 pieces fit a text. */
export const piecePosition: usize = memory.data(85);
export const pieceHash: usize = memory.data(85 * 4, 4);

/** By the number of tight and loose pieces: (a + 1) * (b + 1) cells with 3a + 4b <= 255, at most 262^2 / 48. */
const cost: usize = memory.data(1430 * 4, 4);

/**
 * Cuts a text of `length` units into `count` pieces, with as many loose ones as fit, in the order that costs least. Its
 * grams must be hashed already. Dynamic programming over the number of tight and loose pieces so far, which give the
 * position: some hundred steps.
 */
export function cutPieces(length: i32, count: i32): void {
  const loose = loosePieces(length, count);
  fillCosts(count - loose, loose);
  traceBack(count - loose, loose);
}

/** Number of loose pieces of a cut. */
export function loosePieces(length: i32, count: i32): i32 {
  return min(count, length - 3 * count);
}

/** Takes the minimum without a branch: the processor could not predict it. */
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
