/**
 * The tables of the engine `index` (index-matcher.ts), over shared memory: two inverted indexes from a gram to its places
 * in the templates. One holds the pieces that each template was cut into (pieces.ts), the other all grams.
 *
 * Templates are divided by length into LENGTH_CLASSES of about equally many, and places are listed by (hash, class): those
 * in templates of a fitting length then lie together, and a byte a hash says whether there are any.
 */
import { type Columns, columnsByteLength, layColumns } from "../core/columns.ts";
import { LENGTHS } from "./match-limits.ts";

export const LENGTH_CLASSES = 8;

function columnSpec({ bits, maskBits, pieceTotal, gramTotal }: PieceIndexSize) {
  const lists = 2 ** bits * LENGTH_CLASSES;
  return {
    /** Class of templates of each length; rises with it. */
    classOf: ["u8", LENGTHS],
    /** Bit c of mask h: the list of hash h and class c is not empty. */
    pieceMask: ["u8", 2 ** maskBits],
    gramMask: ["u8", 2 ** maskBits],
    /**
     * The list of hash h and class c: postings [start[k], start[k + 1]), k = h * LENGTH_CLASSES + c. A posting is row * 256 +
     * position; the rows of a list ascend.
     */
    pieceStart: ["i32", lists + 1],
    gramStart: ["i32", lists + 1],
    piecePosting: ["i32", pieceTotal],
    gramPosting: ["i32", gramTotal],
  } as const;
}

export interface PieceIndexSize {
  /** Of a hash that chooses a list. */
  readonly bits: number;
  /** Of one that chooses a mask: more, for a mask takes a byte where lists take 32, and most grams of honest texts end there. */
  readonly maskBits: number;
  readonly pieceTotal: number;
  readonly gramTotal: number;
}

export interface PieceIndexHandle extends PieceIndexSize {
  readonly buffer: SharedArrayBuffer;
}

export interface PieceIndex extends Columns<ReturnType<typeof columnSpec>> {
  readonly handle: PieceIndexHandle;
  /** From a hash of `maskBits` to one of `bits`. */
  readonly listShift: number;
  readonly maskBits: number;
}

/** Bytes that an index of that size takes. */
export function pieceIndexBytes(size: PieceIndexSize): number {
  return columnsByteLength(columnSpec(size));
}

export function attachPieceIndex(handle: PieceIndexHandle): PieceIndex {
  return {
    ...layColumns(handle.buffer, columnSpec(handle)),
    handle,
    maskBits: handle.maskBits,
    listShift: handle.maskBits - handle.bits,
  };
}

/** The classes `from` to `to` as bits of a mask. */
export function classBits(from: number, to: number): number {
  return (2 << to) - (1 << from);
}
