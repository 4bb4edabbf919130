/**
 * The tables of the engine `index` (index-matcher.ts), over shared memory. Two inverted indexes from the hash of a gram
 * to its places in the templates: of the pieces that each template was cut into (pieces.ts), and of all grams.
 */
import { type Columns, columnsByteLength, layColumns } from "../core/columns.ts";
import { hashGramsInto } from "./grams.ts";
import { MAX_MATCH_UNITS, greatestDistance } from "./matcher.ts";
import { createPieceCutter, cutPieces, pieceCount } from "./pieces.ts";
import type { TemplateTable } from "./template-table.ts";

/** Shifts are kept as bytes: -128 is 0. */
export const SHIFT_BIAS = 128;
const LENGTHS = MAX_MATCH_UNITS + 1;

function columnSpec(bits: number, pieces: number, grams: number) {
  return {
    /** By the length of the longer text: the most edits that still match, and the pieces it is cut into. */
    edits: ["u8", LENGTHS],
    pieces: ["u8", LENGTHS],
    /** By (message length, template length): least shift + SHIFT_BIAS and number of further shifts of a piece that survives. */
    shiftLow: ["u8", LENGTHS * LENGTHS],
    shiftSpan: ["u8", LENGTHS * LENGTHS],
    /** Postings with hash h: [start[h], start[h + 1]). A posting is row * 256 + position; ascending, so by length. */
    pieceStart: ["u32", 2 ** bits + 1],
    piecePosting: ["u32", pieces],
    gramStart: ["u32", 2 ** bits + 1],
    gramPosting: ["u32", grams],
  } as const;
}

export interface PieceIndexHandle {
  readonly buffer: SharedArrayBuffer;
  readonly bits: number;
  readonly pieceTotal: number;
  readonly gramTotal: number;
}

export interface PieceIndex extends Columns<ReturnType<typeof columnSpec>> {
  readonly handle: PieceIndexHandle;
  readonly bits: number;
}

export function attachPieceIndex(handle: PieceIndexHandle): PieceIndex {
  const columns = layColumns(handle.buffer, columnSpec(handle.bits, handle.pieceTotal, handle.gramTotal));
  return { ...columns, handle, bits: handle.bits };
}

/** Builds both indexes. About 7 microseconds and 1 KB a template. */
export function buildPieceIndex(templates: TemplateTable, thresholdPermille: number): PieceIndex {
  let pieceTotal = 0;
  let gramTotal = 0;
  for (const length of templates.length) {
    pieceTotal += pieceCount(length, thresholdPermille);
    gramTotal += 2 * length - 5;
  }
  const bits = hashBits(templates.count);
  const buffer = new SharedArrayBuffer(columnsByteLength(columnSpec(bits, pieceTotal, gramTotal)));
  const index = attachPieceIndex({ buffer, bits, pieceTotal, gramTotal });
  fillLengths(index, thresholdPermille);
  fillGrams(index, templates);
  fillPieces(index, templates);
  return index;
}

/** Some twenty buckets a template keep lists of unrelated grams apart, until the table outgrows the cache. */
function hashBits(templateCount: number): number {
  return Math.max(13, Math.min(18, Math.ceil(Math.log2(templateCount * 20 + 1))));
}

function fillLengths(index: PieceIndex, thresholdPermille: number): void {
  for (let length = 0; length < LENGTHS; length++) {
    index.edits[length] = greatestDistance(length, thresholdPermille);
    index.pieces[length] = pieceCount(length, thresholdPermille);
  }
  for (let n = 0; n < LENGTHS; n++) {
    for (let m = 0; m < LENGTHS; m++) {
      // A piece shifted by s needs |s| edits before it and |n - m - s| behind it.
      const difference = n - m;
      const slack = index.edits[Math.max(n, m)]! - Math.abs(difference);
      if (slack < 0) continue;
      const around = slack >> 1;
      index.shiftLow[n * LENGTHS + m] = Math.min(difference, 0) - around + SHIFT_BIAS;
      index.shiftSpan[n * LENGTHS + m] = Math.abs(difference) + 2 * around;
    }
  }
}

const three = new Uint32Array(LENGTHS);
const four = new Uint32Array(LENGTHS);

/** Counting sort by hash; rows in order keep each list ascending. */
function fillGrams(index: PieceIndex, templates: TemplateTable): void {
  const { gramStart, gramPosting } = index;
  for (let row = 0; row < templates.count; row++) {
    const length = templates.length[row]!;
    hashGramsInto(templates.text, templates.start[row]!, length, index.bits, three, four);
    for (let i = 0; i + 3 <= length; i++) gramStart[three[i]!]!++;
    for (let i = 0; i + 4 <= length; i++) gramStart[four[i]!]!++;
  }
  sumUp(gramStart);
  for (let row = templates.count - 1; row >= 0; row--) {
    const length = templates.length[row]!;
    hashGramsInto(templates.text, templates.start[row]!, length, index.bits, three, four);
    for (let i = length - 3; i >= 0; i--) gramPosting[--gramStart[three[i]!]!] = row * 256 + i;
    for (let i = length - 4; i >= 0; i--) gramPosting[--gramStart[four[i]!]!] = row * 256 + i;
  }
}

function fillPieces(index: PieceIndex, templates: TemplateTable): void {
  const { pieceStart, piecePosting, gramStart } = index;
  const cutter = createPieceCutter();
  const hashes = new Uint32Array(piecePosting.length);
  const postings = new Uint32Array(piecePosting.length);
  let total = 0;
  for (let row = 0; row < templates.count; row++) {
    const length = templates.length[row]!;
    const pieces = index.pieces[length]!;
    hashGramsInto(templates.text, templates.start[row]!, length, index.bits, three, four);
    cutPieces(cutter, length, pieces, three, four, gramStart);
    for (let piece = 0; piece < pieces; piece++, total++) {
      hashes[total] = cutter.hash[piece]!;
      postings[total] = row * 256 + cutter.position[piece]!;
      pieceStart[hashes[total]!]!++;
    }
  }
  sumUp(pieceStart);
  for (let k = total - 1; k >= 0; k--) piecePosting[--pieceStart[hashes[k]!]!] = postings[k]!;
}

/** Counts to list ends; filling each list from its end turns them into starts. The last entry is the total. */
function sumUp(counts: Uint32Array): void {
  let sum = 0;
  for (let hash = 0; hash < counts.length; hash++) {
    sum += counts[hash]!;
    counts[hash] = sum;
  }
}
