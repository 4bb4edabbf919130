/**
 * Finds the template nearest to a normalised message (src/detect/matcher/index-matcher.ts says why it is exact).
 * Nothing is allocated: arrays are static, and tables lie behind them.
 */
import { GRAM_HASH_BITS } from "../places";
import { hashGrams, looseHashes, looseUnits, tightHashes } from "./grams";
import { edits, leastNeeded, longest, pieces, shortest } from "./limits";
import {
  ListRange,
  countPostings,
  gramIndex,
  listLengthsInto,
  pieceIndex,
  selectGrams,
  selectLooseFirst,
  selectPieces,
  selectTightFirst,
  selected,
  setClasses,
} from "./lists";
import { byteAt, wordAt } from "./memory";
import { findNearest } from "./nearest";
import { cutPieces, looseCost, loosePieces, tightCost } from "./pieces";
import { classOf, firstOfLength, maskBits } from "./tables";
import { clearCandidates, clearCounts, collectRows, tallyGrams, waiveCounts } from "./tally";

export { build } from "./build";
export { setThreshold } from "./limits";
export { nearest } from "./nearest";
export { layOut, number, start, text } from "./tables";

/** Units of the message, with room for reading beyond the end. */
export const message: usize = memory.data(256 * 2 + 16, 16);

/** From so many postings it pays to search for the cut with the fewest: 500 to 6,000 were measured (decision 19). */
const MUCH_TO_READ = 2000;

/** Writes the template that is nearest to the `n` units of `message` to `nearest`. */
export function match(n: i32): void {
  findCandidates(n);
  findNearest(message, n);
}

function findCandidates(n: i32): void {
  const first = wordAt(firstOfLength, byteAt(shortest, n));
  const firstLonger = wordAt(firstOfLength, n);
  const end = wordAt(firstOfLength, byteAt(longest, n) + 1);
  clearCandidates();
  if (first == end) return;
  hashGrams(message, n, GRAM_HASH_BITS - maskBits);
  if (first < firstLonger) tallyShorter(n, first, firstLonger);
  if (firstLonger < end) tallyLonger(n, firstLonger, end);
}

/** For templates shorter than the message, in rows [first, end): looks its pieces up among all their grams. */
function tallyShorter(n: i32, first: i32, end: i32): void {
  const count = byteAt(pieces, n);
  const reach = byteAt(edits, n);
  const needed = count - reach;
  if (needed <= 0) {
    waiveCounts(first, end);
  } else {
    clearCounts(first, end);
    setRange(gramIndex, n, byteAt(shortest, n), n - 1, reach);
    if (!selectCut(n, count, needed)) return;
    tallyGrams(gramIndex);
  }
  collectRows(first, end, max(needed, 1));
}

/**
 * False if the pieces that shorter templates may hold are too few for a match. Of the two plain cuts it takes the one
 * with fewer postings; if even that has many, it searches for the best cut.
 */
function selectCut(n: i32, count: i32, needed: i32): bool {
  const loose = loosePieces(n, count);
  const tight = count - loose;
  selectTightFirst(tight, loose, gramIndex);
  if (selected < needed) return false;
  if (tight == 0 || loose == 0) return true;
  const tightFirst = countPostings(gramIndex);
  selectLooseFirst(tight, loose, gramIndex);
  if (selected < needed) return false;
  const looseFirst = countPostings(gramIndex);
  if (min(tightFirst, looseFirst) >= MUCH_TO_READ) return selectBestCut(n, count, needed);
  if (tightFirst < looseFirst) selectTightFirst(tight, loose, gramIndex);
  return true;
}

function selectBestCut(n: i32, count: i32, needed: i32): bool {
  listLengthsInto(tightCost, tightHashes, n - 2, gramIndex);
  listLengthsInto(looseCost, looseHashes, n - looseUnits + 1, gramIndex);
  cutPieces(n, count);
  selectPieces(count, gramIndex);
  return selected >= needed;
}

/** For templates at least as long, in rows [first, end): looks all grams of the message up among their pieces. */
function tallyLonger(n: i32, first: i32, end: i32): void {
  const to = byteAt(longest, n);
  const needed = byteAt(leastNeeded, n);
  // Not earlier, since the other half may have counted in these rows.
  clearCounts(first, end);
  const isWaived = waiveCountsOf(n, to);
  setRange(pieceIndex, n, n, to, byteAt(edits, to));
  selectGrams(pieceIndex);
  if (selected >= needed) tallyGrams(pieceIndex);
  else if (!isWaived) return;
  collectRows(first, end, needed);
}

/** Makes candidates of templates of length n to `to` whose count proves nothing. True if there are such lengths. */
function waiveCountsOf(n: i32, to: i32): bool {
  let isAny = false;
  for (let m = n; m <= to; m++) {
    if (byteAt(pieces, m) > byteAt(edits, m)) continue;
    waiveCounts(wordAt(firstOfLength, m), wordAt(firstOfLength, m + 1));
    isAny = true;
  }
  return isAny;
}

/** Limits a range to templates of length `from` to `to`, and to pieces whose places differ by at most `reach`. */
function setRange(range: ListRange, n: i32, from: i32, to: i32, reach: i32): void {
  setClasses(range, byteAt(classOf, from), byteAt(classOf, to));
  range.length = n;
  range.reach = reach;
}
