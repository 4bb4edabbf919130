/**
 * The lists and masks of an index, written as a whole: by a counting sort. And the loops over the grams of one template
 * that a patch (list-patch.ts) has in common with it.
 */
import { assert } from "../core/assert.ts";
import { LENGTHS } from "./match-limits.ts";
import { type PieceIndex, placeMask } from "./piece-index.ts";
import { GRAM_HASH_BITS, MASK_CLASS_BITS, PLACES, PLACE_BITS, PLACE_MIDDLE } from "./places.ts";
import type { PreparedTemplate } from "./prepared-template.ts";

/**
 * Copies for the hot loops. What a module exports is read from memory at every use, and the compiler cannot know that
 * it is a whole number: with exported constants in it, such a loop takes twice the time.
 */
const HASH_BITS = 32;
const ROW_SHIFT = 9;
const MIDDLE = 256;
assert(
  HASH_BITS === GRAM_HASH_BITS && ROW_SHIFT === PLACE_BITS && MIDDLE === PLACE_MIDDLE,
  "the copies must be those of places.ts",
);

/** The grams of a template start at every unit of it. */
export const EVERY_UNIT = Uint8Array.from({ length: LENGTHS }, (_, i) => i);

/** Fills an index with templates, which come ordered by (length, number): classes have about equally many of them. */
export function writeGramLists(index: PieceIndex, rows: readonly PreparedTemplate[]): void {
  const { classOf, pieceMask, gramMask, pieceStart, gramStart, piecePosting, gramPosting } = index;
  const { bits, classBits } = index.handle;
  const shift = HASH_BITS - bits;
  fillClasses(classOf, 2 ** classBits, rows);
  for (const column of [pieceMask, gramMask, pieceStart, gramStart]) column.fill(0);
  for (const template of rows) {
    const { units, hashes, pieces } = template;
    const lengthClass = classOf[units.length]!;
    for (const kind of hashes) countLists(gramStart, kind, shift, classBits, lengthClass);
    countLists(pieceStart, pieces!.hash, shift, classBits, lengthClass);
    markGrams(index, template);
  }
  sumUp(pieceStart);
  sumUp(gramStart);
  // From the last row to the first, as each list is filled from its end: rows in order keep it ascending.
  for (let row = rows.length - 1; row >= 0; row--) {
    const { units, hashes, pieces } = rows[row]!;
    const lengthClass = classOf[units.length]!;
    const first = firstPosting(row, units.length);
    for (const kind of hashes) fillBack(gramStart, gramPosting, kind, EVERY_UNIT, shift, classBits, lengthClass, first);
    fillBack(pieceStart, piecePosting, pieces!.hash, pieces!.position, shift, classBits, lengthClass, first);
  }
}

/** Cuts where a class has its share of the templates; those of one length are never parted. */
function fillClasses(classOf: Uint8Array, classes: number, rows: readonly PreparedTemplate[]): void {
  let row = 0;
  for (let length = 0; length < LENGTHS; length++) {
    classOf[length] = Math.min(classes - 1, Math.floor((row * classes) / (rows.length + 1)));
    while (row < rows.length && rows[row]!.units.length === length) row++;
  }
}

/** The posting of a gram at unit 0: each unit further is two places. */
export function firstPosting(row: number, length: number): number {
  return (row << ROW_SHIFT) + MIDDLE - length;
}

function countLists(
  count: Int32Array,
  hashes: Int32Array,
  shift: number,
  classBits: number,
  lengthClass: number,
): void {
  for (let i = 0; i < hashes.length; i++) count[((hashes[i]! >>> shift) << classBits) + lengthClass]!++;
}

/** Counts to list ends; filling each list from its end turns them into starts. The last is the total. */
function sumUp(counts: Int32Array): void {
  let sum = 0;
  for (let list = 0; list < counts.length; list++) {
    sum = (sum + counts[list]!) | 0;
    counts[list] = sum;
  }
}

function fillBack(
  start: Int32Array,
  posting: Int32Array,
  hashes: Int32Array,
  positions: Uint8Array,
  shift: number,
  classBits: number,
  lengthClass: number,
  first: number,
): void {
  for (let i = hashes.length - 1; i >= 0; i--) {
    const list = ((hashes[i]! >>> shift) << classBits) + lengthClass;
    const at = (start[list]! - 1) | 0;
    start[list] = at;
    posting[at] = first + 2 * positions[i]!;
  }
}

/** Notes in the masks which class holds the grams of a template, and near which places. */
export function markGrams(index: PieceIndex, { units, hashes, pieces }: PreparedTemplate): void {
  const { classOf, pieceMask, gramMask } = index;
  const { maskBits, classBits } = index.handle;
  const shift = HASH_BITS - maskBits;
  const classBit = 1 << (classOf[units.length]! >> (classBits - MASK_CLASS_BITS));
  const middle = PLACE_MIDDLE - units.length;
  for (const kind of hashes) markMasks(gramMask, kind, EVERY_UNIT, shift, classBit, middle);
  markMasks(pieceMask, pieces!.hash, pieces!.position, shift, classBit, middle);
}

const PLACE_MASKS = Int32Array.from({ length: PLACES }, (_, place) => placeMask(place));

/** `middle` is the place of a gram at unit 0: each unit further is two places. */
function markMasks(
  mask: Int32Array,
  hashes: Int32Array,
  positions: Uint8Array,
  shift: number,
  classBit: number,
  middle: number,
): void {
  for (let i = 0; i < hashes.length; i++) {
    mask[hashes[i]! >>> shift]! |= classBit | PLACE_MASKS[middle + 2 * positions[i]!]!;
  }
}
