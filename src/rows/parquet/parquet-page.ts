/**
 * A page of a Parquet file, unpacked and looked through before it is decoded: the decoder believes what runs of values
 * claim, and would write a thousand million of them.
 */
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import * as zlib from "node:zlib";
import type { PageHeader } from "hyparquet";
import { MAX_LINE_BYTES } from "../lines/line-splitter.ts";
import { unpackSnappy } from "./snappy.ts";

type Unpack = (packed: Uint8Array, bytes: number) => Uint8Array;

/** Node has it from version 22.15 on. */
const { zstdDecompressSync } = zlib as unknown as { zstdDecompressSync?: typeof gunzipSync };

const UNPACK: Readonly<Record<string, Unpack>> = {
  UNCOMPRESSED: (packed) => packed,
  SNAPPY: unpackSnappy,
  GZIP: (packed, bytes) => gunzipSync(packed, { maxOutputLength: Math.max(1, bytes) }),
  BROTLI: (packed, bytes) => brotliDecompressSync(packed, { maxOutputLength: Math.max(1, bytes) }),
  ...(zstdDecompressSync && {
    ZSTD: (packed: Uint8Array, bytes: number) => zstdDecompressSync(packed, { maxOutputLength: Math.max(1, bytes) }),
  }),
};

/** What writers use unless they are asked for others. */
const ENCODINGS = ["PLAIN", "PLAIN_DICTIONARY", "RLE_DICTIONARY", "RLE", "BYTE_STREAM_SPLIT"];

export interface PageContext {
  readonly codec: string;
  /** Whether the column may hold null. */
  readonly nullable: boolean;
  readonly isBoolean: boolean;
  /** Whether each value has a length of its own: texts. */
  readonly isBytes: boolean;
}

/** Of one value, as of a line of text: no message is longer. */
const MAX_CELL_BYTES = MAX_LINE_BYTES;

/** The bytes of a page as if they had not been packed. Throws Error for what is broken, or not read. */
export function openPage(packed: Uint8Array, header: PageHeader, context: PageContext): Uint8Array {
  const { codec, nullable } = context;
  const unpack = Object.hasOwn(UNPACK, codec) ? UNPACK[codec]! : null;
  if (unpack === null)
    throw new Error(`it is packed by ${codec}, which is not read here: write it with Snappy or gzip`);
  const { uncompressed_page_size: size, data_page_header: v1, data_page_header_v2: v2 } = header;
  if (header.type === "DATA_PAGE_V2" && v2 !== undefined) {
    const levels = v2.definition_levels_byte_length;
    if (v2.repetition_levels_byte_length !== 0) throw new Error("it is nested");
    if (!(levels >= 0 && levels <= packed.length && levels <= size))
      throw new Error("its levels are longer than the page");
    if (!(v2.num_nulls >= 0 && v2.num_nulls <= v2.num_values)) throw new Error(`a page claims ${v2.num_nulls} nulls`);
    const isPacked = v2.is_compressed !== false && size > levels;
    const values = isPacked
      ? sized(unpack(packed.subarray(levels), size - levels), size - levels)
      : packed.subarray(levels);
    if (nullable) checkRuns(packed, 0, levels, 1, v2.num_values, true);
    checkValues(values, 0, v2.encoding, v2.num_values - v2.num_nulls, context);
    return Buffer.concat([packed.subarray(0, levels), values]);
  }
  const page = sized(unpack(packed, size), size);
  if (header.type === "DICTIONARY_PAGE" && context.isBytes) checkCells(page, 0);
  if (header.type !== "DATA_PAGE" || v1 === undefined) return page;
  let at = 0;
  if (nullable) {
    const length = lengthAt(page, 0);
    checkRuns(page, 4, 4 + length, 1, v1.num_values, true);
    at = 4 + length;
  }
  checkValues(page, at, v1.encoding, v1.num_values, context);
  return page;
}

function sized(bytes: Uint8Array, size: number): Uint8Array {
  if (bytes.length !== size) throw new Error(`a page claims ${size} bytes unpacked, and has ${bytes.length}`);
  return bytes;
}

function checkValues(
  page: Uint8Array,
  at: number,
  encoding: string,
  values: number,
  { isBoolean, isBytes }: PageContext,
): void {
  if (!ENCODINGS.includes(encoding)) {
    throw new Error(`its encoding ${encoding} is not read here: write it with PLAIN or a dictionary`);
  }
  if (values === 0) return;
  if (isBytes && encoding === "PLAIN") checkCells(page, at);
  if (encoding === "RLE") {
    if (!isBoolean) throw new Error("only true and false are encoded by RLE");
    checkRuns(page, at + 4, page.length, 1, values, false);
  } else if (encoding.endsWith("_DICTIONARY")) {
    checkRuns(page, at + 1, page.length, page[at] ?? 0, values, false);
  }
}

/** Walks over texts, each behind its length. */
function checkCells(page: Uint8Array, from: number): void {
  const view = new DataView(page.buffer, page.byteOffset, page.length);
  for (let at = from; at + 4 <= page.length;) {
    const length = view.getUint32(at, true);
    if (length > MAX_CELL_BYTES) {
      throw new Error(`a cell has ${length} bytes, and ${MAX_CELL_BYTES} are the most that is read`);
    }
    at += 4 + length;
  }
}

/** Walks over runs of values: none may claim more than there are. `areAll`: they must come to as many. */
function checkRuns(bytes: Uint8Array, from: number, end: number, width: number, values: number, areAll: boolean): void {
  if (end > bytes.length || width > 32) throw new Error("its runs are longer than the page");
  let at = from;
  let seen = 0;
  while (at < end && seen < values) {
    let header = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      if (byte === undefined || scale > 2 ** 28) throw new Error("its runs are broken");
      header += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
    }
    const count = Math.floor(header / 2);
    const isPacked = header % 2 === 1;
    if (count === 0 || (isPacked ? count * 8 > values + 8 * PADDED_GROUPS : count > values)) {
      throw new Error(`a run claims ${isPacked ? count * 8 : count} of ${values} values`);
    }
    seen += isPacked ? count * 8 : count;
    at += isPacked ? count * width : Math.ceil(width / 8);
  }
  if (areAll && seen < values) throw new Error(`its levels are ${seen} of ${values}`);
}

/** Writers fill the last run up: to 8 values, some to 512. */
const PADDED_GROUPS = 64;

function lengthAt(page: Uint8Array, at: number): number {
  if (page.length < at + 4) throw new Error("a page is too short");
  return new DataView(page.buffer, page.byteOffset).getUint32(at, true);
}
