/**
 * The hot half of the matcher's engine `index`, compiled to WebAssembly: from a normalised message to the templates that may match it.
 * src/matcher/index-matcher.ts says why this is exact; src/matcher/kernel.ts is the other side. Nothing is allocated: arrays are static,
 * and the caller lays its tables behind them.
 */
import { byteAt, wordAt } from "./memory";
import { hashGramsInto } from "./grams";
import {
  ListRange,
  clearSelection,
  countDisjoint,
  createRange,
  listLengthsInto,
  selectGrams,
  selectPieces,
  selected,
  setClasses,
} from "./lists";
import { cutPieces, fourCost, threeCost } from "./pieces";
import { candidateCount, clearCandidates, clearCounts, collectRows, setTally, tallyGrams, waiveCounts } from "./tally";

export { placesFrom, placesUpTo } from "./lists";
export { fourCost, pieceHash, piecePosition, threeCost } from "./pieces";

/** Where the tables may start. */
export const free: usize = __heap_base;

/** The limits of the threshold (src/matcher/match-limits.ts), a byte for each length. */
export const edits: usize = memory.data(256);
export const pieces: usize = memory.data(256);
export const shortest: usize = memory.data(256);
export const longest: usize = memory.data(256);
export const leastNeeded: usize = memory.data(256);

/** Units of a message, and the hashes of its grams; with room for what is read and written beyond. */
export const message: usize = memory.data(264 * 2, 16);
export const three: usize = memory.data(264 * 4, 16);
export const four: usize = memory.data(264 * 4, 16);

/** Templates at least as long as the message, by their pieces, and shorter ones, by all their grams. */
const longer = createRange(memory.data(64, 16));
const shorter = createRange(memory.data(64, 16));

/** From tables: by length, the first row of that length, and its class. */
let firstOfLength: usize = 0;
let classOf: usize = 0;
let maskShift: i32 = 0;

/** Hashes the grams of the `length` units of `message` to `three` and `four`, without the lower `shift` bits. */
export function hash(length: i32, shift: i32): void {
  hashGramsInto(three, four, message, length, shift);
}

/** Cuts the text whose hashes are in `three` and `four` by the costs in `threeCost` and `fourCost`. */
export function cut(length: i32, count: i32): void {
  cutPieces(length, count, three, four);
}

/** Says where tables lie. Hashes have `maskBits` bits for masks and `listBits` for lists; classes have `classBits`. */
export function attach(
  firstOfLengthAt: usize,
  classOfAt: usize,
  countsAt: usize,
  candidatesAt: usize,
  maskBits: i32,
  listBits: i32,
  classBits: i32,
): void {
  firstOfLength = firstOfLengthAt;
  classOf = classOfAt;
  setTally(countsAt, candidatesAt);
  maskShift = 32 - maskBits;
  longer.listShift = shorter.listShift = maskBits - listBits;
  longer.classBits = shorter.classBits = classBits;
}

/** Says where both indexes lie: of pieces, and of all grams. */
export function attachLists(
  pieceMask: usize,
  pieceStart: usize,
  piecePosting: usize,
  gramMask: usize,
  gramStart: usize,
  gramPosting: usize,
): void {
  longer.mask = pieceMask;
  longer.listStart = pieceStart;
  longer.postings = piecePosting;
  shorter.mask = gramMask;
  shorter.listStart = gramStart;
  shorter.postings = gramPosting;
}

/** Candidates for the `n` units of `message`: how many there are. Their rows and all counts lie where `attach` said. */
export function findCandidates(n: i32): i32 {
  const first = wordAt(firstOfLength, byteAt(shortest, n));
  const firstLonger = wordAt(firstOfLength, n);
  const end = wordAt(firstOfLength, byteAt(longest, n) + 1);
  clearCandidates();
  if (first == end) return 0;
  hash(n, maskShift);
  if (first < firstLonger) tallyShorter(n, first, firstLonger);
  if (firstLonger < end) tallyLonger(n, firstLonger, end);
  return candidateCount;
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
    setRange(shorter, n, byteAt(shortest, n), n - 1, reach);
    if (countDisjoint(three, n - 2, shorter, needed) < needed) return;
    listLengthsInto(threeCost, three, n - 2, shorter);
    listLengthsInto(fourCost, four, n - 3, shorter);
    cut(n, count);
    selectPieces(count);
    if (selected < needed) return;
    tallyGrams(shorter);
  }
  collectRows(first, end, max(needed, 1));
}

/** Templates at least as long, in rows [first, end): all grams of the message in their pieces. */
function tallyLonger(n: i32, first: i32, end: i32): void {
  const to = byteAt(longest, n);
  const needed = byteAt(leastNeeded, n);
  // Now, as the other half may have counted pieces of them.
  clearCounts(first, end);
  const isWaived = waiveCountsOf(n, to);
  setRange(longer, n, n, to, byteAt(edits, to));
  clearSelection();
  selectGrams(three, n - 2, longer);
  selectGrams(four, n - 3, longer);
  if (selected >= needed) tallyGrams(longer);
  else if (!isWaived) return;
  collectRows(first, end, needed);
}

/** Templates of length n to `to` whose count decides nothing, if any: lengths of few units, or all at low thresholds. */
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
