/**
 * How long each list of an index is, and what its masks say: kept from one build to the next, as most templates stay. A build then counts
 * what came and what went, instead of everything.
 */
import { assert } from "../core/assert.ts";
import { LENGTHS } from "./match-limits.ts";
import { type PieceIndexSize, placeMask } from "./piece-index.ts";
import { GRAM_HASH_BITS, MASK_CLASS_BITS, PLACES, PLACE_MIDDLE } from "./places.ts";
import type { PreparedTemplate } from "./prepared-template.ts";

/**
 * A copy for the hot loops. What a module exports is read from memory at every use, and the compiler cannot know that it is a whole
 * number: with exported constants in it, such a loop takes twice the time.
 */
const HASH_BITS = 32;
assert(HASH_BITS === GRAM_HASH_BITS, "the copy must be that of places.ts");

/** Of an index: bits of a hash for lists and for masks, and of a class. */
export type ListBits = Pick<PieceIndexSize, "bits" | "maskBits" | "classBits">;

/** So large a share of the templates may come or go before all are counted anew, with classes as large as each other. */
const CHANGED_SHARE = 0.25;

export class ListCensus {
  /** Columns of the index, but for the counts: postings of each list. */
  readonly classOf = new Uint8Array(LENGTHS);
  readonly pieceMask: Int32Array;
  readonly gramMask: Int32Array;
  readonly pieceCount: Int32Array;
  readonly gramCount: Int32Array;
  readonly #bits: ListBits;
  #rows: readonly PreparedTemplate[] = [];
  #changesLeft: number;

  /** Counts templates, which come ordered by length. */
  constructor(bits: ListBits, rows: readonly PreparedTemplate[]) {
    this.#bits = bits;
    this.pieceMask = new Int32Array(2 ** bits.maskBits);
    this.gramMask = new Int32Array(2 ** bits.maskBits);
    this.pieceCount = new Int32Array(2 ** (bits.bits + bits.classBits));
    this.gramCount = new Int32Array(2 ** (bits.bits + bits.classBits));
    fillClasses(this.classOf, 2 ** bits.classBits, rows);
    this.#changesLeft = Infinity;
    this.update(bits, rows);
    this.#changesLeft = Math.floor(rows.length * CHANGED_SHARE);
  }

  /** Counts other templates instead. False when that is not worth it: then the census has to be made anew. */
  update(bits: ListBits, rows: readonly PreparedTemplate[]): boolean {
    const { bits: listBits, maskBits, classBits } = this.#bits;
    if (bits.bits !== listBits || bits.maskBits !== maskBits || bits.classBits !== classBits) return false;
    const before = new Set(this.#rows);
    const came = rows.filter((template) => !before.delete(template));
    this.#changesLeft -= came.length + before.size;
    if (this.#changesLeft < 0) return false;
    for (const template of came) {
      this.#count(template, 1);
      this.#mark(template);
    }
    // Their marks stay: a mask that says too much costs a look-up.
    for (const template of before) this.#count(template, -1);
    this.#rows = rows;
    return true;
  }

  #count({ units, three, four, pieces }: PreparedTemplate, by: number): void {
    const { bits, classBits } = this.#bits;
    const lengthClass = this.classOf[units.length]!;
    countLists(this.gramCount, three, HASH_BITS - bits, classBits, lengthClass, by);
    countLists(this.gramCount, four, HASH_BITS - bits, classBits, lengthClass, by);
    countLists(this.pieceCount, pieces!.hash, HASH_BITS - bits, classBits, lengthClass, by);
  }

  #mark({ units, three, four, pieces }: PreparedTemplate): void {
    const { maskBits, classBits } = this.#bits;
    const shift = HASH_BITS - maskBits;
    const classBit = 1 << (this.classOf[units.length]! >> (classBits - MASK_CLASS_BITS));
    const middle = PLACE_MIDDLE - units.length;
    markMasks(this.gramMask, three, EVERY_UNIT, shift, classBit, middle);
    markMasks(this.gramMask, four, EVERY_UNIT, shift, classBit, middle);
    markMasks(this.pieceMask, pieces!.hash, pieces!.position, shift, classBit, middle);
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

/** The grams of a template start at every unit of it. */
export const EVERY_UNIT = Uint8Array.from({ length: LENGTHS }, (_, i) => i);

function countLists(
  count: Int32Array,
  hashes: Int32Array,
  shift: number,
  classBits: number,
  lengthClass: number,
  by: number,
): void {
  for (let i = 0; i < hashes.length; i++) count[((hashes[i]! >>> shift) << classBits) + lengthClass]! += by;
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
