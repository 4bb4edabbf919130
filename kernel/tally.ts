/** Counts the pieces that message and template share, for all templates at once. */
import { PLACES, PLACE_BITS, PLACE_MIDDLE, UNCOUNTED } from "../src/matcher/places";
import { ListRange, selected, selectedHash, selectedPosition } from "./lists";
import { byteAt, setShort, setWord, shortAt, wordAt } from "./memory";

/**
 * By row of the template table: pieces found, as 16 bits. They hold them all: at most 85 pieces, each found at most twice at each of 255
 * positions.
 */
let counts: usize = 0;
/** Rows whose count reached what was needed, in the order they did, each once. */
let candidates: usize = 0;
export let candidateCount: i32 = 0;

/** Sets where counts and candidates lie: a short and a word for each row. */
export function setTally(countsAt: usize, candidatesAt: usize): void {
  counts = countsAt;
  candidates = candidatesAt;
}

export function clearCandidates(): void {
  candidateCount = 0;
}

export function clearCounts(first: i32, end: i32): void {
  memory.fill(counts + ((<usize>first) << 1), 0, (<usize>(end - first)) << 1);
}

/** Makes candidates of all rows [first, end), uncounted. */
export function addRows(first: i32, end: i32): void {
  for (let row = first; row < end; row++) {
    setShort(counts, row, UNCOUNTED);
    setWord(candidates, candidateCount++, row);
  }
}

/** Looks the selected grams up in the lists of a range and counts those that lie where a piece that survives can. */
export function tallyGrams(range: ListRange): void {
  locateLists(range);
  const highest = PLACE_MIDDLE - range.length + range.reach;
  for (let k = 0; k < selected; k++) {
    countPlaces(wordAt(listFrom, k), wordAt(listEnd, k), highest + 2 * byteAt(selectedPosition, k), range);
  }
}

/** Of the lists of the selected grams: addresses of the first posting and of the one behind the last. */
const listFrom: usize = memory.data(2 * 256 * 4, 4);
const listEnd: usize = memory.data(2 * 256 * 4, 4);
/** Is never read: but for it the compiler would leave out the reading ahead. */
let readAhead: i32 = 0;

/** Finds all lists, and reads the head of each, before any is counted: so they are fetched from memory together, not one by one. */
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

/** Counts postings [from, end) whose place is at most `highest` and no more than twice the reach below. */
function countPlaces(from: i32, end: i32, highest: i32, range: ListRange): void {
  const span = 2 * range.reach;
  const needed = range.needed;
  for (let at = from; at < end; at += 4) {
    const posting = load<i32>(at);
    const row = posting >>> PLACE_BITS;
    // By arithmetic: neither way can be predicted.
    const inside = i32(<u32>(highest - (posting & (PLACES - 1))) <= <u32>span);
    const count = shortAt(counts, row) + inside;
    setShort(counts, row, count);
    if (inside & i32(count == needed)) addCandidate(row, range);
  }
}

function addCandidate(row: i32, range: ListRange): void {
  if (row >= range.firstRow && row < range.endRow) setWord(candidates, candidateCount++, row);
}
