/** Counts the pieces that message and template share, for all templates at once. */
import { PLACES, PLACE_BITS, PLACE_MIDDLE, UNCOUNTED } from "../places";
import { ListRange, MAX_SELECTED, selected, selectedHash, selectedPosition } from "./lists";
import { byteAt, setByte, setShort, setWord, shortAt, wordAt } from "./memory";
import { candidates, counts } from "./tables";

/**
 * Pieces found are counted by row in 16 bits, which is enough even from UNCOUNTED on. There are at most 85 pieces. Each
 * is found at at most 128 positions within reach, and at each at most four times: by both halves of the search, by
 * grams of 3 units and by grams of 4 with the same hash.
 */

/** Number of rows with enough pieces. */
export let candidateCount: i32 = 0;

export function clearCandidates(): void {
  candidateCount = 0;
}

export function clearCounts(first: i32, end: i32): void {
  memory.fill(counts + ((<usize>first) << 1), 0, (<usize>(end - first)) << 1);
}

/** Makes the counts of rows [first, end) high enough for any need. */
export function waiveCounts(first: i32, end: i32): void {
  for (let row = first; row < end; row++) setShort(counts, row, UNCOUNTED);
}

/** Rows whose counts are compared together, and rows of one vector. */
const BLOCK = 32;
const LANES = 8;

/** Adds the rows of [first, end) with at least `needed` pieces to the candidates. */
export function collectRows(first: i32, end: i32, needed: i32): void {
  const fewer = i16x8.splat(<i16>(needed - 1));
  for (let row = first; row < end; row += BLOCK) {
    const at = counts + ((<usize>row) << 1);
    const head = v128.or(i16x8.gt_u(v128.load(at), fewer), i16x8.gt_u(v128.load(at, 16), fewer));
    const tail = v128.or(i16x8.gt_u(v128.load(at, 32), fewer), i16x8.gt_u(v128.load(at, 48), fewer));
    if (v128.any_true(v128.or(head, tail))) collectBlock(row, min(end, row + BLOCK), fewer);
  }
}

function collectBlock(first: i32, end: i32, fewer: v128): void {
  for (let row = first; row < end; row += LANES) {
    let enough = i16x8.bitmask(i16x8.gt_u(v128.load(counts + ((<usize>row) << 1)), fewer));
    for (; enough != 0; enough &= enough - 1) {
      const found = row + ctz(enough);
      if (found < end) setWord(candidates, candidateCount++, found);
    }
  }
}

/** After so many bytes, a list that several grams share is read once: a text may repeat one gram. */
const WORTH_SHARING = 4 * 16_384;

/** Looks the selected grams up, and counts postings at places that a surviving piece can have. */
export function tallyGrams(range: ListRange): void {
  locateLists(range);
  const highest = PLACE_MIDDLE - range.length + range.reach;
  let bytes = 0;
  for (let k = 0; k < selected; k++) {
    const from = wordAt(listFrom, k);
    const end = wordAt(listEnd, k);
    countPlaces(from, end, highest + 2 * byteAt(selectedPosition, k), 2 * range.reach);
    bytes += end - from;
    if (bytes < WORTH_SHARING) continue;
    tallyShared(k + 1, highest, 2 * range.reach);
    break;
  }
}

/** By selected gram: the addresses of its list's first posting, and behind its last. */
const listFrom: usize = memory.data(MAX_SELECTED * 4, 4);
const listEnd: usize = memory.data(MAX_SELECTED * 4, 4);
/** Never read. Without it the compiler would remove the reading ahead. */
let readAhead: i32 = 0;

/** Finds all lists and reads the head of each before any is counted, so that memory fetches them together. */
function locateLists(range: ListRange): void {
  const listShift = range.listShift;
  const classBits = range.classBits;
  const first = range.listStart + (range.firstClass << 2);
  const end = range.listStart + ((range.lastClass + 1) << 2);
  const postings = <i32>range.postings;
  for (let k = 0; k < selected; k++) {
    const list = (wordAt(selectedHash, k) >>> listShift) << classBits;
    const from = postings + (wordAt(first, list) << 2);
    setWord(listFrom, k, from);
    setWord(listEnd, k, postings + (wordAt(end, list) << 2));
    readAhead ^= load<i32>(from);
  }
}

/** Counts postings [from, end) with a place from `highest` - `span` to `highest`. */
function countPlaces(from: i32, end: i32, highest: i32, span: i32): void {
  let at = from;
  for (; at + 4 < end; at += 8) {
    countPlace(load<i32>(at), highest, span);
    countPlace(load<i32>(at, 4), highest, span);
  }
  if (at < end) countPlace(load<i32>(at), highest, span);
}

function countPlace(posting: i32, highest: i32, span: i32): void {
  // No branch: the processor could not predict it.
  const inside = i32(<u32>(highest - (posting & (PLACES - 1))) <= <u32>span);
  const row = posting >>> PLACE_BITS;
  setShort(counts, row, shortAt(counts, row) + inside);
}

/** By place: the number of grams of one list for which a piece at that place counts. One more entry for the end. */
const windows: usize = memory.data((PLACES + 1) * 2, 16);
const isShared: usize = memory.data(MAX_SELECTED);

/** Gives the same counts as the loop of `tallyGrams` from gram `first` on, but reads each list once. */
function tallyShared(first: i32, highest: i32, span: i32): void {
  memory.fill(isShared, 0, MAX_SELECTED);
  for (let k = first; k < selected; k++) {
    if (byteAt(isShared, k) != 0) continue;
    const from = wordAt(listFrom, k);
    const end = wordAt(listEnd, k);
    if (from == end) continue;
    if (openWindows(k, from, highest, span)) countWindows(from, end);
    else countWindow(from, end, highest + 2 * byteAt(selectedPosition, k), span);
  }
}

/** As `countPlaces`, which is inlined into the loop of `tallyGrams` as long as it has no other caller. */
function countWindow(from: i32, end: i32, highest: i32, span: i32): void {
  for (let at = from; at < end; at += 4) countPlace(load<i32>(at), highest, span);
}

/** Fills `windows` for gram k and later grams with the same list. Returns false if no other gram has that list. */
function openWindows(k: i32, from: i32, highest: i32, span: i32): bool {
  let isAny = false;
  for (let other = k + 1; other < selected; other++) {
    if (wordAt(listFrom, other) != from) continue;
    if (wordAt(listEnd, other) == from) continue;
    if (!isAny) {
      memory.fill(windows, 0, (PLACES + 1) * 2);
      openWindow(highest + 2 * byteAt(selectedPosition, k), span);
      isAny = true;
    }
    openWindow(highest + 2 * byteAt(selectedPosition, other), span);
    setByte(isShared, other, 1);
  }
  if (!isAny) return false;
  let open = 0;
  for (let place = 0; place < PLACES; place++) {
    open += shortAt(windows, place);
    setShort(windows, place, open);
  }
  return true;
}

/** Adds one where a window begins, and subtracts one behind its end. The 16-bit counts may wrap. */
function openWindow(highest: i32, span: i32): void {
  if (highest < 0) return;
  const first = max(0, highest - span);
  const behind = min(PLACES, highest + 1);
  if (first >= behind) return;
  setShort(windows, first, shortAt(windows, first) + 1);
  setShort(windows, behind, shortAt(windows, behind) - 1);
}

function countWindows(from: i32, end: i32): void {
  for (let at = from; at < end; at += 4) {
    const posting = load<i32>(at);
    const row = posting >>> PLACE_BITS;
    setShort(counts, row, shortAt(counts, row) + shortAt(windows, posting & (PLACES - 1)));
  }
}
