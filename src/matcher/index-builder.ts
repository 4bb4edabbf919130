/**
 * Builds the tables of the engine `index`. What a template adds to them is worked out once, when it first comes (hashes, cut):
 * a later build only sorts. Cuts stay those of the first build, when other grams may have been rare: any cut is exact.
 */
import { assert } from "../core/assert.ts";
import { type Pieces, builderKernel } from "./kernel.ts";
import { LENGTHS, type MatchLimits } from "./match-limits.ts";
import { type PieceIndex, attachPieceIndex, pieceIndexBytes, placeMask } from "./piece-index.ts";
import { GRAM_HASH_BITS, MASK_CLASS_BITS, PLACES, PLACE_BITS, PLACE_MIDDLE } from "./places.ts";
import type { PreparedTemplate } from "./prepared-template.ts";
import type { SharedSlot } from "./shared-slot.ts";

/**
 * Copies for the hot loops. What a module exports is read from memory at every use, and the compiler cannot know that it is a whole
 * number: with exported constants in it, such a loop takes twice the time.
 */
const HASH_BITS = 32;
const ROW_SHIFT = 9;
const MIDDLE = 256;
assert(
  HASH_BITS === GRAM_HASH_BITS && ROW_SHIFT === PLACE_BITS && MIDDLE === PLACE_MIDDLE,
  "the copies must be those of places.ts",
);

/** How often a gram was seen is counted by so many bits of its hash, as the first set of templates asks for. */
function frequencyBits(gramTotal: number): number {
  return Math.max(12, Math.min(20, Math.ceil(Math.log2(gramTotal + 1))));
}

export class IndexBuilder {
  readonly #limits: MatchLimits;
  /** How many templates ever seen hold a gram: what its rarity is judged by. */
  #frequency: Int32Array | null = null;

  constructor(limits: MatchLimits) {
    this.#limits = limits;
  }

  /** Writes the index of templates, which come ordered by (length, number), to `slot`. Some 1 microsecond and 1.3 KB a template. */
  build(rows: readonly PreparedTemplate[], slot: SharedSlot): PieceIndex {
    const { pieces } = this.#limits;
    let pieceTotal = 0;
    let gramTotal = 0;
    for (const { units } of rows) {
      pieceTotal += pieces[units.length]!;
      gramTotal += 2 * units.length - 5;
    }
    this.#cutNew(rows, gramTotal);
    const bits = hashBits(rows.length);
    const maskBits = Math.min(MAX_MASK_BITS, bits + MASK_EXTRA);
    const size = { bits, maskBits, classBits: rows.length < MANY_TEMPLATES ? 3 : 5, pieceTotal, gramTotal };
    const index = attachPieceIndex({ buffer: slot.reserve(pieceIndexBytes(size)), ...size });
    fillClasses(index.classOf, 1 << size.classBits, rows);
    fillLists(index, rows);
    return index;
  }

  #cutNew(rows: readonly PreparedTemplate[], gramTotal: number): void {
    const fresh = rows.filter((template) => template.pieces === null);
    if (fresh.length === 0) return;
    const frequency = (this.#frequency ??= new Int32Array(2 ** frequencyBits(gramTotal)));
    for (const { three, four } of fresh) {
      countGrams(frequency, three);
      countGrams(frequency, four);
    }
    for (const template of fresh) {
      template.pieces = cut(template, this.#limits.pieces[template.units.length]!, frequency);
    }
  }
}

function countGrams(frequency: Int32Array, hashes: Int32Array): void {
  const all = frequency.length - 1;
  for (const hash of hashes) frequency[hash & all]!++;
}

/** The cut whose pieces the fewest templates hold. */
function cut({ units, three, four }: PreparedTemplate, count: number, frequency: Int32Array): Pieces {
  const kernel = builderKernel();
  fillCosts(kernel.threeCost, three, frequency);
  fillCosts(kernel.fourCost, four, frequency);
  return kernel.cut(units.length, count, three, four);
}

function fillCosts(cost: Int32Array, hashes: Int32Array, frequency: Int32Array): void {
  const all = frequency.length - 1;
  for (let i = 0; i < hashes.length; i++) cost[i] = frequency[hashes[i]! & all]!;
}

/** Masks are smaller than the lists of a hash, so they may tell grams apart by so many bits more. */
const MASK_EXTRA = 3;
const MAX_MASK_BITS = 17;
/** From so many templates on, reading lists of other lengths costs more than finer classes. */
const MANY_TEMPLATES = 8192;

/** Lists enough to keep unrelated grams apart. */
function hashBits(templateCount: number): number {
  return Math.max(10, Math.min(17, Math.ceil(Math.log2(templateCount * 8 + 1))));
}

/** Cuts where a class has its share of the templates; those of one length are never parted. */
function fillClasses(classOf: Uint8Array, classes: number, rows: readonly PreparedTemplate[]): void {
  let row = 0;
  for (let length = 0; length < LENGTHS; length++) {
    classOf[length] = Math.min(classes - 1, Math.floor((row * classes) / (rows.length + 1)));
    while (row < rows.length && rows[row]!.units.length === length) row++;
  }
}

/** Counting sort by (hash, class): rows in order keep each list ascending. */
function fillLists(index: PieceIndex, rows: readonly PreparedTemplate[]): void {
  const { classOf, pieceStart, gramStart, piecePosting, gramPosting } = index;
  const { pieceMask, gramMask } = index;
  const { bits, maskBits, classBits } = index.handle;
  const shift = HASH_BITS - bits;
  const maskShift = HASH_BITS - maskBits;
  const fineness = classBits - MASK_CLASS_BITS;
  pieceMask.fill(0);
  gramMask.fill(0);
  pieceStart.fill(0);
  gramStart.fill(0);
  for (const { units, three, four, pieces } of rows) {
    const lengthClass = classOf[units.length]!;
    countLists(gramStart, three, shift, classBits, lengthClass);
    countLists(gramStart, four, shift, classBits, lengthClass);
    countLists(pieceStart, pieces!.hash, shift, classBits, lengthClass);
    const classBit = 1 << (lengthClass >> fineness);
    const middle = MIDDLE - units.length;
    markMasks(gramMask, three, EVERY_UNIT, maskShift, classBit, middle);
    markMasks(gramMask, four, EVERY_UNIT, maskShift, classBit, middle);
    markMasks(pieceMask, pieces!.hash, pieces!.position, maskShift, classBit, middle);
  }
  sumUp(pieceStart);
  sumUp(gramStart);
  for (let row = rows.length - 1; row >= 0; row--) {
    const { units, three, four, pieces } = rows[row]!;
    const lengthClass = classOf[units.length]!;
    const first = (row << ROW_SHIFT) + MIDDLE - units.length;
    fillBack(gramStart, gramPosting, three, EVERY_UNIT, shift, classBits, lengthClass, first);
    fillBack(gramStart, gramPosting, four, EVERY_UNIT, shift, classBits, lengthClass, first);
    fillBack(pieceStart, piecePosting, pieces!.hash, pieces!.position, shift, classBits, lengthClass, first);
  }
}

/** The grams of a template start at every unit of it. */
const EVERY_UNIT = Uint8Array.from({ length: LENGTHS }, (_, i) => i);

function countLists(
  start: Int32Array,
  hashes: Int32Array,
  shift: number,
  classBits: number,
  lengthClass: number,
): void {
  for (let i = 0; i < hashes.length; i++) start[((hashes[i]! >>> shift) << classBits) + lengthClass]!++;
}

/** `first` is the posting of a gram at unit 0: each unit further is two places. */
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
    posting[--start[list]!] = first + 2 * positions[i]!;
  }
}

const PLACE_MASKS = Int32Array.from({ length: PLACES }, (_, place) => placeMask(place));

function markMasks(
  mask: Int32Array,
  hashes: Int32Array,
  positions: Uint8Array,
  shift: number,
  classBit: number,
  middle: number,
): void {
  for (let i = 0; i < hashes.length; i++)
    mask[hashes[i]! >>> shift]! |= classBit | PLACE_MASKS[middle + 2 * positions[i]!]!;
}

/** Counts to list ends; filling each list from its end turns them into starts. The last is the total. */
function sumUp(counts: Int32Array): void {
  let sum = 0;
  for (let list = 0; list < counts.length; list++) {
    sum += counts[list]!;
    counts[list] = sum;
  }
}
