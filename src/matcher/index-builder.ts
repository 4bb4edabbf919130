/**
 * Builds the tables of the engine `index`. What a template adds to them is worked out once, when it first comes (hashes, cut):
 * a later build only sorts. Cuts stay those of the first build, when other grams may have been rare: any cut is exact.
 */
import { assert } from "../core/assert.ts";
import { type Pieces, builderKernel } from "./kernel.ts";
import { EVERY_UNIT, type ListBits, ListCensus } from "./list-census.ts";
import type { MatchLimits } from "./match-limits.ts";
import { type PieceIndex, attachPieceIndex, pieceIndexBytes } from "./piece-index.ts";
import { GRAM_HASH_BITS, MASK_CLASS_BITS, PLACE_BITS, PLACE_MIDDLE } from "./places.ts";
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
  /** Of the last build. */
  #census: ListCensus | null = null;

  constructor(limits: MatchLimits) {
    this.#limits = limits;
  }

  /** Writes the index of templates, which come ordered by (length, number), to `slot`. Some 2 microseconds and 1.6 KB a template. */
  build(rows: readonly PreparedTemplate[], slot: SharedSlot): PieceIndex {
    const { pieces } = this.#limits;
    let pieceTotal = 0;
    let gramTotal = 0;
    for (const { units } of rows) {
      pieceTotal += pieces[units.length]!;
      gramTotal += 2 * units.length - 5;
    }
    this.#cutNew(rows, gramTotal);
    const bits = listBits(rows.length);
    if (!this.#census?.update(bits, rows)) this.#census = new ListCensus(bits, rows);
    const size = { ...bits, pieceTotal, gramTotal };
    const index = attachPieceIndex({ buffer: slot.reserve(pieceIndexBytes(size)), ...size });
    fillLists(index, this.#census, rows);
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
const MAX_BITS = 17;
/** From so many templates on, reading lists of other lengths costs more than finer classes. */
const MANY_TEMPLATES = 8192;

/** Lists enough to keep unrelated grams apart. */
function listBits(templateCount: number): ListBits {
  const bits = Math.max(10, Math.min(MAX_BITS, Math.ceil(Math.log2(templateCount * 8 + 1))));
  const classBits = MASK_CLASS_BITS + (templateCount < MANY_TEMPLATES ? 0 : 2);
  return { bits, maskBits: Math.min(MAX_BITS, bits + MASK_EXTRA), classBits };
}

/** Counting sort by (hash, class): rows in order keep each list ascending. */
function fillLists(index: PieceIndex, census: ListCensus, rows: readonly PreparedTemplate[]): void {
  const { classOf, pieceStart, gramStart, piecePosting, gramPosting } = index;
  const { bits, classBits } = index.handle;
  classOf.set(census.classOf);
  index.pieceMask.set(census.pieceMask);
  index.gramMask.set(census.gramMask);
  sumInto(pieceStart, census.pieceCount);
  sumInto(gramStart, census.gramCount);
  const shift = HASH_BITS - bits;
  for (let row = rows.length - 1; row >= 0; row--) {
    const { units, three, four, pieces } = rows[row]!;
    const lengthClass = classOf[units.length]!;
    const first = (row << ROW_SHIFT) + MIDDLE - units.length;
    fillBack(gramStart, gramPosting, three, EVERY_UNIT, shift, classBits, lengthClass, first);
    fillBack(gramStart, gramPosting, four, EVERY_UNIT, shift, classBits, lengthClass, first);
    fillBack(pieceStart, piecePosting, pieces!.hash, pieces!.position, shift, classBits, lengthClass, first);
  }
}

/** Counts to list ends; filling each list from its end turns them into starts. The last is the total. */
function sumInto(start: Int32Array, counts: Int32Array): void {
  let sum = 0;
  for (let list = 0; list < counts.length; list++) {
    sum = (sum + counts[list]!) | 0;
    start[list] = sum;
  }
  start[counts.length] = sum;
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
    const at = (start[list]! - 1) | 0;
    start[list] = at;
    posting[at] = first + 2 * positions[i]!;
  }
}
