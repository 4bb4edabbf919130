/** Counts the pieces that message and template share, for all templates at once. */
import { PLACES, PLACE_BITS, PLACE_MIDDLE, UNCOUNTED } from "../places";
import { ListRange, MAX_SELECTED, selected, selectedHash, selectedPosition } from "./lists";
import { byteAt, setByte, setShort, setWord, shortAt, wordAt } from "./memory";
import { candidates, counts } from "./tables";

/**
 * Pieces found are counted by row in 16 bits. They hold them all: of at most 85 pieces, each is found at most four
 * times at each of at most 128 positions within reach, counted from UNCOUNTED on, by both halves of the search, by
 * grams of 3 units and by such of 4 that share its hash.
 */

/** Rows whose count reached what was needed. */
export let candidateCount: i32 = 0;

export function clearCandidates(): void {
  candidateCount = 0;
}

export function clearCounts(first: i32, end: i32): void {
  memory.fill(counts + ((<usize>first) << 1), 0, (<usize>(end - first)) << 1);
}

/** Counts rows [first, end) for enough, whatever is found of them. */
export function waiveCounts(first: i32, end: i32): void {
  for (let row = first; row < end; row++) setShort(counts, row, UNCOUNTED);
}

/** Rows whose counts are compared together, and those of one vector. */
const BLOCK = 32;
const LANES = 8;

/** Adds to the candidates those of rows [first, end) of which at least `needed` pieces were counted. */
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

/**
 * Bytes of postings from which on lists that several grams share are found and read once: a text of one gram over and
 * over would read its list for each.
 */
const WORTH_SHARING = 4 * 16_384;

/** Looks the selected grams up in the lists of a range and counts those that lie where a piece that survives can. */
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

/** Of the lists of the selected grams: addresses of the first posting and of the one behind the last. */
const listFrom: usize = memory.data(MAX_SELECTED * 4, 4);
const listEnd: usize = memory.data(MAX_SELECTED * 4, 4);
/** Is never read: but for it the compiler would leave out the reading ahead. */
let readAhead: i32 = 0;

/**
 * Finds all lists, and reads the head of each, before any is counted: so they are fetched from memory together, not one
 * by one.
 */
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

/** Counts postings [from, end) whose place is at most `highest` and no more than `span` below. */
function countPlaces(from: i32, end: i32, highest: i32, span: i32): void {
  let at = from;
  for (; at + 4 < end; at += 8) {
    countPlace(load<i32>(at), highest, span);
    countPlace(load<i32>(at, 4), highest, span);
  }
  if (at < end) countPlace(load<i32>(at), highest, span);
}

function countPlace(posting: i32, highest: i32, span: i32): void {
  // By arithmetic: neither way can be predicted.
  const inside = i32(<u32>(highest - (posting & (PLACES - 1))) <= <u32>span);
  const row = posting >>> PLACE_BITS;
  setShort(counts, row, shortAt(counts, row) + inside);
}

/** By place: for how many grams of one list a piece there counts; with room for what is written behind the last. */
const windows: usize = memory.data((PLACES + 1) * 2, 16);
const isShared: usize = memory.data(MAX_SELECTED);

/** As the loop of `tallyGrams` from gram `first` on, to the same counts, but reads each list once. */
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

/** As `countPlaces`, which the compiler puts into the loop of `tallyGrams` for as long as nothing else calls it. */
function countWindow(from: i32, end: i32, highest: i32, span: i32): void {
  for (let at = from; at < end; at += 4) countPlace(load<i32>(at), highest, span);
}

/** Fills `windows` for gram k and those behind it that have the same list; false when it has that for itself. */
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

/** Notes where a window begins, and behind where it ends: counts of 16 bits, which may wrap. */
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
