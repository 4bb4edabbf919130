/**
 * The matcher's engine `index`, compiled to WebAssembly: from a normalised message to the nearest template.
 * src/detect/matcher/index-matcher.ts says why this is exact, and calls it. Nothing is allocated: arrays are static,
 * and tables lie behind them.
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

/** Units of the message; with room for what is read beyond. */
export const message: usize = memory.data(256 * 2 + 16, 16);

/**
 * Postings from which on finding the cut with the fewest takes less time than it saves: measured from 500 to 6,000
 * (decision 19).
 */
const MUCH_TO_READ = 2000;

/** Leaves the nearest template to the `n` units of `message` in `nearest`. */
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

/** Templates shorter than the message, in rows [first, end): its pieces in all their grams. */
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
 * Selects those pieces of the message that shorter templates may hold; false when they are too few for any. Whatever
 * the cut, that is proof. Of both plain ones it takes that with less to read, and where even that is much, the best of
 * all.
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

/** Templates at least as long, in rows [first, end): all grams of the message in their pieces. */
function tallyLonger(n: i32, first: i32, end: i32): void {
  const to = byteAt(longest, n);
  const needed = byteAt(leastNeeded, n);
  // Now, as the other half may have counted pieces of them.
  clearCounts(first, end);
  const isWaived = waiveCountsOf(n, to);
  setRange(pieceIndex, n, n, to, byteAt(edits, to));
  selectGrams(pieceIndex);
  if (selected >= needed) tallyGrams(pieceIndex);
  else if (!isWaived) return;
  collectRows(first, end, needed);
}

/**
 * Templates of length n to `to` whose count decides nothing, if any: lengths of few units, or all at low thresholds.
 */
function waiveCountsOf(n: i32, to: i32): bool {
  let isAny = false;
  for (let m = n; m <= to; m++) {
    if (byteAt(pieces, m) > byteAt(edits, m)) continue;
    waiveCounts(wordAt(firstOfLength, m), wordAt(firstOfLength, m + 1));
    isAny = true;
  }
  return isAny;
}

/** Sets the range to templates of length `from` to `to`, and to pieces whose places differ by at most `reach`. */
function setRange(range: ListRange, n: i32, from: i32, to: i32, reach: i32): void {
  setClasses(range, byteAt(classOf, from), byteAt(classOf, to));
  range.length = n;
  range.reach = reach;
}
