/**
 * Builds two inverted lists from a gram to its places in the templates. One lists the pieces of each template
 * (pieces.ts), the other all grams.
 *
 * Templates are divided by length into classes of about equal size. Places are listed by (hash, class), so places in
 * templates of a fitting length lie together. The list of hash h and class c holds postings [start[k], start[k + 1]), k
 * = h << classBits | c, in ascending order. A mask for each hash says in which classes it occurs, and near which
 * places.
 */
import {
  BAG_BUCKETS,
  BUCKET_BITS,
  FIRST_BUCKET,
  GRAM_HASH_BITS,
  MASK_BUCKETS,
  MASK_CLASSES,
  MASK_CLASS_BITS,
  PLACES,
  PLACE_BITS,
  PLACE_MIDDLE,
} from "../places";
import { fillBag } from "./bag";
import { hashGrams, looseHashes, looseUnits, tightHashes } from "./grams";
import { LENGTHS, pieces } from "./limits";
import { ListRange, gramIndex, pieceIndex, placesFrom, placesUpTo } from "./lists";
import { byteAt, setByte, setWord, wordAt } from "./memory";
import { cutPieces, looseCost, pieceHash, piecePosition, tightCost } from "./pieces";
import { bags, classOf, firstOfLength, frequency, length, maskBits, piecesCut, rows, start, text } from "./tables";

/** Builds all tables from `text` and `start`: some microseconds a template. */
export function build(): void {
  fillPlaces();
  fillLengths();
  clear(gramIndex);
  clear(pieceIndex);
  memory.fill(frequency, 0, (<usize>4) << maskBits);
  for (let row = 0; row < rows; row++) {
    const units = hashRow(row);
    fillBag(bags + row * BAG_BUCKETS, textOf(row), units);
    noteGrams(row, tightHashes, units - 2);
    if (looseHashes != tightHashes) noteGrams(row, looseHashes, units - looseUnits + 1);
  }
  sumUp(gramIndex);
  // From the last row to the first: each list is filled from its end, so its postings ascend.
  let cut: usize = piecesCut;
  for (let row = rows - 1; row >= 0; row--) {
    const units = hashRow(row);
    placeGrams(row, tightHashes, units - 2);
    if (looseHashes != tightHashes) placeGrams(row, looseHashes, units - looseUnits + 1);
    cut = cutRow(row, units, cut);
  }
  sumUp(pieceIndex);
  placePieces(cut);
}

const maskOfPlace: usize = memory.data(PLACES * 4, 4);

/** Covers half the range below the first place and above the last too, where no text has a place. */
function fillPlaces(): void {
  for (let place = 0; place < PLACES; place++) setWord(maskOfPlace, place, placeMask(place));
  for (let i = 0; i < 2 * PLACES; i++) {
    const mask = placeMask(i - PLACES / 2);
    setWord(placesFrom, i, -mask);
    setWord(placesUpTo, i, mask | (mask - 1));
  }
}

function placeMask(place: i32): i32 {
  return 1 << (MASK_CLASSES + min(MASK_BUCKETS - 1, max(0, (place >> BUCKET_BITS) - FIRST_BUCKET)));
}

/** Lengths of rows ascend. All templates of one length are in the same class. */
function fillLengths(): void {
  const classes = 1 << gramIndex.classBits;
  let filled = 0;
  for (let row = 0; row < rows; row++) {
    const units = wordAt(start, row + 1) - wordAt(start, row);
    setByte(length, row, units);
    while (filled <= units) setWord(firstOfLength, filled++, row);
  }
  while (filled <= LENGTHS) setWord(firstOfLength, filled++, rows);
  for (let units = 0; units < LENGTHS; units++) {
    setByte(classOf, units, min(classes - 1, (wordAt(firstOfLength, units) * classes) / (rows + 1)));
  }
}

function clear(index: ListRange): void {
  memory.fill(index.mask, 0, (<usize>4) << maskBits);
  memory.fill(index.listStart, 0, (<usize>index.lists + 1) << 2);
}

function textOf(row: i32): usize {
  return text + ((<usize>wordAt(start, row)) << 1);
}

/** Hashes the grams of a template. Returns how many units it has. */
function hashRow(row: i32): i32 {
  const units = byteAt(length, row);
  hashGrams(textOf(row), units, GRAM_HASH_BITS - maskBits);
  return units;
}

function classOfRow(row: i32): i32 {
  return byteAt(classOf, byteAt(length, row));
}

/** The posting of a gram at unit 0. Each unit further adds two places. */
function firstPosting(row: i32): i32 {
  return (row << PLACE_BITS) + PLACE_MIDDLE - byteAt(length, row);
}

/** Fields are copied to locals: the compiler cannot know that stores do not change them. */
function noteGrams(row: i32, hashes: usize, count: i32): void {
  const lengthClass = classOfRow(row);
  const seen = frequency;
  const marks = gramIndex.mask;
  const sizes = gramIndex.listStart + (lengthClass << 2);
  const listShift = gramIndex.listShift;
  const classBits = gramIndex.classBits;
  const classBit = classBitOf(gramIndex, lengthClass);
  let placeAt = maskOfPlace + ((firstPosting(row) & (PLACES - 1)) << 2);
  for (let i = 0; i < count; i++, placeAt += 8) {
    const hash = wordAt(hashes, i);
    const list = (hash >>> listShift) << classBits;
    setWord(sizes, list, wordAt(sizes, list) + 1);
    setWord(marks, hash, wordAt(marks, hash) | classBit | load<i32>(placeAt));
    setWord(seen, hash, wordAt(seen, hash) + 1);
  }
}

function classBitOf(index: ListRange, lengthClass: i32): i32 {
  return 1 << (lengthClass >> (index.classBits - MASK_CLASS_BITS));
}

/** Turns counts into list ends. Filling each list from its end turns them into starts. The last is the total. */
function sumUp(index: ListRange): void {
  const starts = index.listStart;
  const lists = index.lists;
  let sum = 0;
  for (let list = 0; list <= lists; list++) {
    sum += wordAt(starts, list);
    setWord(starts, list, sum);
  }
}

function placeGrams(row: i32, hashes: usize, count: i32): void {
  const starts = gramIndex.listStart + (classOfRow(row) << 2);
  const postings = gramIndex.postings;
  const listShift = gramIndex.listShift;
  const classBits = gramIndex.classBits;
  const first = firstPosting(row);
  for (let i = 0; i < count; i++) {
    const list = (wordAt(hashes, i) >>> listShift) << classBits;
    const at = wordAt(starts, list) - 1;
    setWord(starts, list, at);
    setWord(postings, at, first + 2 * i);
  }
}

/** Cuts a template into its rarest pieces, and writes them at `cut`. Returns the address behind them. */
function cutRow(row: i32, units: i32, cut: usize): usize {
  fillCosts(tightCost, tightHashes, units - 2);
  if (looseHashes != tightHashes) fillCosts(looseCost, looseHashes, units - looseUnits + 1);
  else memory.copy(looseCost, tightCost, (<usize>units) << 2);
  const count = byteAt(pieces, units);
  cutPieces(units, count);
  const lengthClass = classOfRow(row);
  const classBit = classBitOf(pieceIndex, lengthClass);
  const first = firstPosting(row);
  for (let k = 0; k < count; k++, cut += 8) {
    const hash = wordAt(pieceHash, k);
    const list = ((hash >>> pieceIndex.listShift) << pieceIndex.classBits) + lengthClass;
    const posting = first + 2 * byteAt(piecePosition, k);
    setWord(pieceIndex.listStart, list, wordAt(pieceIndex.listStart, list) + 1);
    const mark = classBit | wordAt(maskOfPlace, posting & (PLACES - 1));
    setWord(pieceIndex.mask, hash, wordAt(pieceIndex.mask, hash) | mark);
    store<i32>(cut, list);
    store<i32>(cut, posting, 4);
  }
  return cut;
}

/** Pieces come from the last row to the first, so postings ascend here too. */
function placePieces(end: usize): void {
  const starts = pieceIndex.listStart;
  const postings = pieceIndex.postings;
  for (let piece = piecesCut; piece < end; piece += 8) {
    const list = load<i32>(piece);
    const at = wordAt(starts, list) - 1;
    setWord(starts, list, at);
    setWord(postings, at, load<i32>(piece, 4));
  }
}

function fillCosts(cost: usize, hashes: usize, count: i32): void {
  const seen = frequency;
  for (let i = 0; i < count; i++) setWord(cost, i, wordAt(seen, wordAt(hashes, i)));
}
