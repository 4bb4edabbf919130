/**
 * The matcher's engine `index`, compiled to WebAssembly: from a normalised message to the nearest template.
 * src/detect/matcher/index-matcher.ts says why this is exact; src/detect/matcher/kernel.ts is the other side. Nothing
 * is allocated: arrays are static, and the caller lays its tables behind them.
 */
import { BUFFER_UNITS } from "../message-buffer";
import { BAG_BUCKETS } from "../places";
import { fillBag } from "./bag";
import { byteAt, wordAt } from "./memory";
import { hashGrams, looseHashes, looseUnits, setLooseUnits, tightHashes } from "./grams";
import {
  ListRange,
  countPostings,
  createRange,
  listLengthsInto,
  selectGrams,
  selectLooseFirst,
  selectPieces,
  selectTightFirst,
  selected,
  setClasses,
} from "./lists";
import { findNearest, setLimits, setTemplates } from "./nearest";
import { cutPieces, looseCost, loosePieces, tightCost } from "./pieces";
import {
  candidateCount,
  candidates,
  clearCandidates,
  clearCounts,
  collectRows,
  counts,
  setTally,
  tallyGrams,
  waiveCounts,
} from "./tally";

export { looseHashes, setLooseUnits, tightHashes } from "./grams";
export { placesFrom, placesUpTo } from "./lists";
export { patch, setLists } from "./patch";
export { mark, setClassOf, setRuns, write } from "./write";
export { cutPieces as cut, looseCost, pieceHash, piecePosition, tightCost } from "./pieces";

/** Where the tables may start. */
export const free: usize = __heap_base;

/** The limits of the threshold (src/detect/matcher/match-limits.ts), a byte for each length. */
export const edits: usize = memory.data(256);
export const pieces: usize = memory.data(256);
export const shortest: usize = memory.data(256);
export const longest: usize = memory.data(256);
export const leastNeeded: usize = memory.data(256);

/** What `match` found: row of the template or -1, distance and the greater of both lengths. */
export const nearest: usize = memory.data(12, 4);

/** Units of messages; with room for what is read beyond. */
export const message: usize = memory.data(BUFFER_UNITS * 2 + 16, 16);

/**
 * Postings from which on finding the cut with the fewest takes less time than it saves: measured from 500 to 6,000
 * (decision 19).
 */
const MUCH_TO_READ = 2000;

/** Templates at least as long as the message, by their pieces, and shorter ones, by all their grams. */
const longer = createRange(memory.data(64, 16));
const shorter = createRange(memory.data(64, 16));

/** From tables: by length, the first row of that length, and its class. */
let firstOfLength: usize = 0;
let classOf: usize = 0;
let maskShift: i32 = 0;

/** The bag that `fill` leaves. */
export const bag: usize = memory.data(BAG_BUCKETS, 64);

/** Fills `bag` from the `length` units of `message`. */
export function fill(length: i32): void {
  fillBag(bag, message, length);
}

/** Hashes the grams of the `length` units of `message`. */
export function hash(length: i32): void {
  hashGrams(message, length, 0);
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
  units: i32,
): void {
  setLooseUnits(units);
  firstOfLength = firstOfLengthAt;
  classOf = classOfAt;
  setTally(countsAt, candidatesAt);
  maskShift = 32 - maskBits;
  longer.listShift = shorter.listShift = maskBits - listBits;
  longer.classBits = shorter.classBits = classBits;
}

/** Says where the templates lie: their texts, and by row the start, the length, the number and the bag. */
export function attachTemplates(text: usize, start: usize, length: usize, number: usize, bags: usize): void {
  setLimits(edits, pieces);
  setTemplates(text, start, length, number, bags);
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

/** The nearest template to the `n` units at `units`, in `message`: see `nearest`. */
export function match(units: usize, n: i32): void {
  findCandidates(units, n);
  findNearest(nearest, units, n, candidates, candidateCount, counts);
}

/** Candidates for the `n` units at `units`: their rows and all counts lie where `attach` said. */
function findCandidates(units: usize, n: i32): void {
  const first = wordAt(firstOfLength, byteAt(shortest, n));
  const firstLonger = wordAt(firstOfLength, n);
  const end = wordAt(firstOfLength, byteAt(longest, n) + 1);
  clearCandidates();
  if (first == end) return;
  hashGrams(units, n, maskShift);
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
    setRange(shorter, n, byteAt(shortest, n), n - 1, reach);
    if (!selectCut(n, count, needed)) return;
    tallyGrams(shorter);
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
  selectTightFirst(tight, loose, shorter);
  if (selected < needed) return false;
  // One is both.
  if (tight == 0 || loose == 0) return true;
  const tightFirst = countPostings(shorter);
  selectLooseFirst(tight, loose, shorter);
  if (selected < needed) return false;
  const looseFirst = countPostings(shorter);
  if (min(tightFirst, looseFirst) >= MUCH_TO_READ) return selectBestCut(n, count, needed);
  if (tightFirst < looseFirst) selectTightFirst(tight, loose, shorter);
  return true;
}

function selectBestCut(n: i32, count: i32, needed: i32): bool {
  listLengthsInto(tightCost, tightHashes, n - 2, shorter);
  listLengthsInto(looseCost, looseHashes, n - looseUnits + 1, shorter);
  cutPieces(n, count);
  selectPieces(count, shorter);
  return selected >= needed;
}

/** Templates at least as long, in rows [first, end): all grams of the message in their pieces. */
function tallyLonger(n: i32, first: i32, end: i32): void {
  const to = byteAt(longest, n);
  const needed = byteAt(leastNeeded, n);
  // Now, as the other half may have counted pieces of them.
  clearCounts(first, end);
  const isWaived = waiveCountsOf(n, to);
  setRange(longer, n, n, to, byteAt(edits, to));
  selectGrams(longer);
  if (selected >= needed) tallyGrams(longer);
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
