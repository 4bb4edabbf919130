/**
 * Writes lists of postings as a whole, by a counting sort, and marks grams in masks. src/detect/matcher/gram-runs.ts is
 * the other side.
 */
import {
  BUCKET_BITS,
  FIRST_BUCKET,
  MASK_BUCKETS,
  MASK_CLASSES,
  MASK_CLASS_BITS,
  PLACES,
  PLACE_MIDDLE,
} from "../places";
import { byteAt, setWord, wordAt } from "./memory";

/** By length, the class, of so many bits. */
let classOf: usize = 0;
let classBits: i32 = 0;

/** Runs of grams: by run, the posting of a gram at unit 0, and how many grams there are; by gram, hash and position. */
let firsts: usize = 0;
let counts: usize = 0;
let hashes: usize = 0;
let positions: usize = 0;

export function setRuns(firstsAt: usize, countsAt: usize, hashesAt: usize, positionsAt: usize): void {
  firsts = firstsAt;
  counts = countsAt;
  hashes = hashesAt;
  positions = positionsAt;
}

export function setClassOf(classOfAt: usize, bits: i32): void {
  classOf = classOfAt;
  classBits = bits;
}

/**
 * Writes so many lists of the grams of so many runs, which come in the order of their rows. The bits of a hash above
 * `shift` and a class choose the list.
 */
export function write(start: usize, posting: usize, lists: i32, shift: i32, runs: i32): void {
  memory.fill(start, 0, (<usize>lists + 1) << 2);
  let grams = 0;
  for (let run = 0; run < runs; run++) {
    const lengthClass = classOfRun(run);
    const end = grams + byteAt(counts, run);
    for (; grams < end; grams++) {
      const list = listOf(grams, shift, lengthClass);
      setWord(start, list, wordAt(start, list) + 1);
    }
  }
  sumUp(start, lists);
  // From the last run to the first, as each list is filled from its end: so its postings are in the order of rows.
  for (let run = runs - 1; run >= 0; run--) {
    const lengthClass = classOfRun(run);
    const first = wordAt(firsts, run);
    const end = grams - byteAt(counts, run);
    while (grams > end) {
      grams--;
      const list = listOf(grams, shift, lengthClass);
      const at = wordAt(start, list) - 1;
      setWord(start, list, at);
      setWord(posting, at, first + 2 * byteAt(positions, grams));
    }
  }
}

/** Counts to list ends; filling each list from its end turns them into starts. The last is the total. */
function sumUp(start: usize, lists: i32): void {
  let sum = 0;
  for (let list = 0; list <= lists; list++) {
    sum += wordAt(start, list);
    setWord(start, list, sum);
  }
}

function classOfRun(run: i32): i32 {
  return byteAt(classOf, PLACE_MIDDLE - placeOfFirst(run));
}

/** Of a gram at unit 0: as far before the middle as the text is long. */
function placeOfFirst(run: i32): i32 {
  return wordAt(firsts, run) & (PLACES - 1);
}

function listOf(gram: i32, shift: i32, lengthClass: i32): i32 {
  return ((wordAt(hashes, gram) >>> shift) << classBits) + lengthClass;
}

/**
 * Notes in masks which class holds the grams of so many runs, and near which places. The bits of a hash above `shift`
 * choose the mask.
 */
export function mark(mask: usize, shift: i32, runs: i32): void {
  let gram = 0;
  for (let run = 0; run < runs; run++) {
    const classBit = 1 << (classOfRun(run) >> (classBits - MASK_CLASS_BITS));
    const first = placeOfFirst(run);
    const end = gram + byteAt(counts, run);
    for (; gram < end; gram++) {
      const at = wordAt(hashes, gram) >>> shift;
      setWord(mask, at, wordAt(mask, at) | classBit | placeMask(first + 2 * byteAt(positions, gram)));
    }
  }
}

/** As that of src/detect/matcher/piece-index.ts. */
function placeMask(place: i32): i32 {
  return 1 << (MASK_CLASSES + min(MASK_BUCKETS - 1, max(0, (place >> BUCKET_BITS) - FIRST_BUCKET)));
}
