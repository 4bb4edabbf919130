/** The lists of an index that are read for a message, and the choice of grams to look up in them. */
import { MASK_CLASS_BITS, PLACES } from "../places";
import { looseHashes, looseUnits, tightHashes } from "./grams";
import { byteAt, setByte, setWord, wordAt } from "./memory";
import { pieceHash, piecePosition } from "./pieces";

/** One of the two indexes, and the part of it that counts for the message. */
@unmanaged
export class ListRange {
  /** Masks by hash. A hash without its lower `listShift` bits chooses the lists (build.ts). */
  mask: usize;
  listStart: usize;
  postings: usize;
  listShift: i32;
  classBits: i32;
  lists: i32;
  /** The classes to read, and as bits of a mask. The first and the last hold templates of other lengths too. */
  firstClass: i32;
  lastClass: i32;
  classes: i32;
  length: i32;
  /** The most by which the places of a surviving piece can differ. */
  reach: i32;
}

/** Pieces of templates, and all their grams. In static memory, since there is no allocator. */
export const pieceIndex = changetype<ListRange>(memory.data(64, 16));
export const gramIndex = changetype<ListRange>(memory.data(64, 16));

export function setClasses(range: ListRange, first: i32, last: i32): void {
  const fineness = range.classBits - MASK_CLASS_BITS;
  range.firstClass = first;
  range.lastClass = last;
  range.classes = (2 << (last >> fineness)) - (1 << (first >> fineness));
}

/** Masks of all places up to, and from, each place on, by place + PLACES; also of places that no text has. */
export const placesUpTo: usize = memory.data(2 * PLACES * 4, 4);
export const placesFrom: usize = memory.data(2 * PLACES * 4, 4);

/** The address of the mask for the first gram of the message. Each further position adds two. */
function highestOf(range: ListRange): usize {
  return placesUpTo + ((PLACES - range.length + range.reach) << 2);
}

function lowestOf(range: ListRange): usize {
  return placesFrom + ((PLACES - range.length - range.reach) << 2);
}

/** 1 if a template of the classes, and one near enough, may hold the gram; these may be different templates. */
function isPresent(mask: i32, classes: i32, places: i32): i32 {
  return i32((mask & classes) != 0) & i32((mask & places) != 0);
}

export const MAX_SELECTED = 512;

export const selectedHash: usize = memory.data(MAX_SELECTED * 4, 4);
export const selectedPosition: usize = memory.data(MAX_SELECTED);
export let selected: i32 = 0;

/** Grams of the message that may be present: of tight pieces, and of loose ones if they have other grams. */
export function selectGrams(range: ListRange): void {
  selected = 0;
  selectRow(tightHashes, 1, 0, range.length - 2, range);
  if (looseHashes != tightHashes) selectRow(looseHashes, 1, 0, range.length - looseUnits + 1, range);
}

/** Cuts the message with all tight pieces first (pieces.ts), and selects the pieces that may be present. */
export function selectTightFirst(tight: i32, loose: i32, range: ListRange): void {
  selected = 0;
  selectRow(tightHashes, 3, 0, tight, range);
  selectRow(looseHashes, 4, 3 * tight, loose, range);
}

/** The same with all loose pieces first. */
export function selectLooseFirst(tight: i32, loose: i32, range: ListRange): void {
  selected = 0;
  selectRow(looseHashes, 4, 0, loose, range);
  selectRow(tightHashes, 3, 4 * loose, tight, range);
}

export function countPostings(range: ListRange): i32 {
  const listShift = range.listShift;
  const classBits = range.classBits;
  const first = range.listStart + (range.firstClass << 2);
  const end = range.listStart + ((range.lastClass + 1) << 2);
  let postings = 0;
  for (let k = 0; k < selected; k++) {
    const list = (wordAt(selectedHash, k) >>> listShift) << classBits;
    postings += wordAt(end, list) - wordAt(first, list);
  }
  return postings;
}

/** Costs of pieces: the number of postings of each gram [0, count) in the range, or 0 if none can be near enough. */
export function listLengthsInto(out: usize, hashes: usize, count: i32, range: ListRange): void {
  const mask = range.mask;
  const classes = range.classes;
  const highest = highestOf(range);
  const lowest = lowestOf(range);
  const listShift = range.listShift;
  const classBits = range.classBits;
  const first = range.listStart + (range.firstClass << 2);
  const end = range.listStart + ((range.lastClass + 1) << 2);
  for (let i = 0; i < count; i++) {
    const hash = wordAt(hashes, i);
    const list = (hash >>> listShift) << classBits;
    const present = isPresent(wordAt(mask, hash), classes, wordAt(highest, 2 * i) & wordAt(lowest, 2 * i));
    setWord(out, i, (wordAt(end, list) - wordAt(first, list)) & -present);
  }
}

/** Selects the pieces of the last cut that may be present. */
export function selectPieces(count: i32, range: ListRange): void {
  const highest = highestOf(range);
  const lowest = lowestOf(range);
  let end = 0;
  for (let k = 0; k < count; k++) {
    const hash = wordAt(pieceHash, k);
    const i = byteAt(piecePosition, k);
    setWord(selectedHash, end, hash);
    setByte(selectedPosition, end, i);
    end += isPresent(wordAt(range.mask, hash), range.classes, wordAt(highest, 2 * i) & wordAt(lowest, 2 * i));
  }
  selected = end;
}

/** One gram every `step` units from `position` on. By arithmetic: the processor could not predict a branch. */
function selectRow(hashes: usize, step: i32, position: i32, count: i32, range: ListRange): void {
  const mask = range.mask;
  const classes = range.classes;
  const highest = highestOf(range);
  const lowest = lowestOf(range);
  let end = selected;
  for (let k = 0, i = position; k < count; k++, i += step) {
    const hash = wordAt(hashes, i);
    setWord(selectedHash, end, hash);
    setByte(selectedPosition, end, i);
    end += isPresent(wordAt(mask, hash), classes, wordAt(highest, 2 * i) & wordAt(lowest, 2 * i));
  }
  selected = end;
}
