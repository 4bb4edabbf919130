/**
 * The tables of the engine `index` (index-matcher.ts), over shared memory: two inverted indexes from a gram to its
 * places in the templates. One holds the pieces that each template was cut into (pieces.ts), the other all grams.
 *
 * Templates are divided by length into classes of about equally many, and places are listed by (hash, class): those in
 * templates of a fitting length then lie together. A mask a hash says in which classes there are any, and near which
 * places.
 */
import { type Columns, columnsByteLength, layColumns } from "../../core/columns.ts";
import type { LooseUnits } from "./grams.ts";
import { LENGTHS } from "./match-limits.ts";
import { BAG_BUCKETS, BUCKET_BITS, FIRST_BUCKET, MASK_BUCKETS, MASK_CLASSES } from "./places.ts";

function columnSpec({ bits, maskBits, classBits, rowTotal, pieceTotal, gramTotal }: PieceIndexSize) {
  const lists = 2 ** (bits + classBits);
  return {
    /** Class of templates of each length; rises with it. */
    classOf: ["u8", LENGTHS],
    /** By row, BAG_BUCKETS each: how many units of the template fall into each bucket (kernel/bag.ts). */
    bag: ["u8", rowTotal * BAG_BUCKETS],
    /** By hash: bits of the classes and buckets of places (places.ts) that hold the gram. */
    pieceMask: ["i32", 2 ** maskBits],
    gramMask: ["i32", 2 ** maskBits],
    /**
     * The list of hash h and class c: postings [start[k], start[k + 1]), k = h << classBits | c. A posting is a row and
     * a place (places.ts); those of a list ascend.
     */
    pieceStart: ["i32", lists + 1],
    gramStart: ["i32", lists + 1],
    piecePosting: ["i32", pieceTotal],
    gramPosting: ["i32", gramTotal],
  } as const;
}

export interface PieceIndexSize {
  /** Of a hash that chooses lists. */
  readonly bits: number;
  /**
   * Of one that chooses a mask: more, as a mask takes less memory than the lists, and most grams of benign texts end
   * there.
   */
  readonly maskBits: number;
  /** Of a class: at least MASK_CLASS_BITS. Masks put neighbours together until there are MASK_CLASSES. */
  readonly classBits: number;
  /** Of the grams by which loose pieces are listed (kernel/grams.ts). */
  readonly looseUnits: LooseUnits;
  readonly rowTotal: number;
  readonly pieceTotal: number;
  readonly gramTotal: number;
}

export interface PieceIndexHandle extends PieceIndexSize {
  readonly buffer: SharedArrayBuffer;
  /** Where it starts there. */
  readonly byteOffset: number;
}

export interface PieceIndex extends Columns<ReturnType<typeof columnSpec>> {
  readonly handle: PieceIndexHandle;
}

export function pieceIndexBytes(size: PieceIndexSize): number {
  return columnsByteLength(columnSpec(size));
}

export function attachPieceIndex(handle: PieceIndexHandle): PieceIndex {
  return { ...layColumns(handle.buffer, columnSpec(handle), handle.byteOffset), handle };
}

/** The bit of a mask that stands for a place, PLACE_MIDDLE added to it. */
export function placeMask(place: number): number {
  const bucket = (place >> BUCKET_BITS) - FIRST_BUCKET;
  return 1 << (MASK_CLASSES + Math.min(MASK_BUCKETS - 1, Math.max(0, bucket)));
}
