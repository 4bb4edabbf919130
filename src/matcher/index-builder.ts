/**
 * Builds the tables of the engine `index`. What a template adds to them is worked out once, when it first comes (hashes, cut):
 * a later build only sorts. Cuts stay those of the first build, when other grams may have been rare: any cut is exact.
 */
import { assert } from "../core/assert.ts";
import { GRAM_HASH_BITS } from "./grams.ts";
import { LENGTHS, type MatchLimits } from "./match-limits.ts";
import { LENGTH_CLASSES, type PieceIndex, attachPieceIndex, pieceIndexBytes } from "./piece-index.ts";
import { type PieceCutter, createPieceCutter, cutPieces } from "./pieces.ts";
import type { PreparedTemplate } from "./prepared-template.ts";
import type { SharedSlot } from "./shared-slot.ts";

/** Copies for the hot loops: see tally.ts. */
const CLASSES = 8;
const HASH_BITS = 32;
assert(
  CLASSES === LENGTH_CLASSES && HASH_BITS === GRAM_HASH_BITS,
  "the copies must be those of piece-index.ts and grams.ts",
);

/** How often a gram was seen is counted by so many bits of its hash, as the first set of templates asks for. */
function frequencyBits(gramTotal: number): number {
  return Math.max(12, Math.min(20, Math.ceil(Math.log2(gramTotal + 1))));
}

export class IndexBuilder {
  readonly #limits: MatchLimits;
  /** How many templates ever seen hold a gram: what its rarity is judged by. */
  #frequency: Int32Array | null = null;
  readonly #cutter = createPieceCutter();

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
    const size = { bits, maskBits: Math.min(MAX_MASK_BITS, bits + MASK_EXTRA), pieceTotal, gramTotal };
    const index = attachPieceIndex({ buffer: slot.reserve(pieceIndexBytes(size)), ...size });
    fillClasses(index.classOf, rows);
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
      template.pieces = cut(template, this.#limits.pieces[template.units.length]!, frequency, this.#cutter);
    }
  }
}

function countGrams(frequency: Int32Array, hashes: Int32Array): void {
  const all = frequency.length - 1;
  for (const hash of hashes) frequency[hash & all]!++;
}

function cut(template: PreparedTemplate, count: number, frequency: Int32Array, cutter: PieceCutter) {
  const { units, three, four } = template;
  const all = frequency.length - 1;
  for (let i = 0; i < three.length; i++) cutter.threeCost[i] = frequency[three[i]! & all]!;
  for (let i = 0; i < four.length; i++) cutter.fourCost[i] = frequency[four[i]! & all]!;
  cutPieces(cutter, units.length, count, three, four);
  return { position: cutter.position.slice(0, count), hash: cutter.hash.slice(0, count) };
}

/** A mask takes a byte where the lists of a hash take 32, so masks may tell grams apart by so many bits more. */
const MASK_EXTRA = 5;
const MAX_MASK_BITS = 17;

/** Lists enough to keep unrelated grams apart. */
function hashBits(templateCount: number): number {
  return Math.max(10, Math.min(17, Math.ceil(Math.log2(templateCount * 8 + 1))));
}

/** Cuts where a class has its share of the templates; those of one length are never parted. */
function fillClasses(classOf: Uint8Array, rows: readonly PreparedTemplate[]): void {
  let row = 0;
  for (let length = 0; length < LENGTHS; length++) {
    classOf[length] = Math.min(LENGTH_CLASSES - 1, Math.floor((row * LENGTH_CLASSES) / (rows.length + 1)));
    while (row < rows.length && rows[row]!.units.length === length) row++;
  }
}

/** Counting sort by (hash, class): rows in order keep each list ascending. */
function fillLists(index: PieceIndex, rows: readonly PreparedTemplate[]): void {
  const { classOf, pieceStart, gramStart, piecePosting, gramPosting } = index;
  const { pieceMask, gramMask } = index;
  const { bits, maskBits } = index.handle;
  const shift = HASH_BITS - bits;
  const maskShift = HASH_BITS - maskBits;
  pieceMask.fill(0);
  gramMask.fill(0);
  pieceStart.fill(0);
  gramStart.fill(0);
  for (const { units, three, four, pieces } of rows) {
    const lengthClass = classOf[units.length]!;
    countLists(gramStart, three, shift, lengthClass);
    countLists(gramStart, four, shift, lengthClass);
    countLists(pieceStart, pieces!.hash, shift, lengthClass);
    markMasks(gramMask, three, maskShift, 1 << lengthClass);
    markMasks(gramMask, four, maskShift, 1 << lengthClass);
    markMasks(pieceMask, pieces!.hash, maskShift, 1 << lengthClass);
  }
  sumUp(pieceStart);
  sumUp(gramStart);
  for (let row = rows.length - 1; row >= 0; row--) {
    const { units, three, four, pieces } = rows[row]!;
    const lengthClass = classOf[units.length]!;
    fillBack(gramStart, gramPosting, three, EVERY_UNIT, shift, lengthClass, row);
    fillBack(gramStart, gramPosting, four, EVERY_UNIT, shift, lengthClass, row);
    fillBack(pieceStart, piecePosting, pieces!.hash, pieces!.position, shift, lengthClass, row);
  }
}

/** The grams of a template start at every unit of it. */
const EVERY_UNIT = Uint8Array.from({ length: LENGTHS }, (_, i) => i);

function countLists(start: Int32Array, hashes: Int32Array, shift: number, lengthClass: number): void {
  for (let i = 0; i < hashes.length; i++) start[(hashes[i]! >>> shift) * CLASSES + lengthClass]!++;
}

function fillBack(
  start: Int32Array,
  posting: Int32Array,
  hashes: Int32Array,
  positions: Uint8Array,
  shift: number,
  lengthClass: number,
  row: number,
): void {
  for (let i = hashes.length - 1; i >= 0; i--) {
    const list = (hashes[i]! >>> shift) * CLASSES + lengthClass;
    posting[--start[list]!] = row * 256 + positions[i]!;
  }
}

function markMasks(mask: Uint8Array, hashes: Int32Array, shift: number, bit: number): void {
  for (let i = 0; i < hashes.length; i++) mask[hashes[i]! >>> shift]! |= bit;
}

/** Counts to list ends; filling each list from its end turns them into starts. The last is the total. */
function sumUp(counts: Int32Array): void {
  let sum = 0;
  for (let list = 0; list < counts.length; list++) {
    sum += counts[list]!;
    counts[list] = sum;
  }
}
