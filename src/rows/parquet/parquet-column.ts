/**
 * One column of a row group of a Parquet file. Files come from outside: `parquetRead` believes what pages and runs
 * claim, so each claim is checked first.
 */
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import {
  type ColumnChunk,
  type Compressors,
  type FileMetaData,
  parquetRead,
  type SchemaElement,
  type SubColumnData,
} from "hyparquet";
import { decompressLz4, decompressLz4Raw, decompressSnappy, decompressZstd } from "hyparquet-compressors";
import { parquetHeader } from "hyparquet/src/column.js";
import { DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import { MAX_LINE_BYTES } from "../lines/line-splitter.ts";
import { checkPage, ParquetError } from "./page-check.ts";

/** Of one page, unpacked. Writers in the field make 1 to 100 megabytes. */
const MAX_PAGE_BYTES = 256 * 1024 * 1024;
/** Texts pack some ten times smaller; a few bytes of Brotli can claim hundreds of megabytes. */
const MAX_PACKED_TIMES = 100;
const SMALL_PAGE_BYTES = 8 * 1024 * 1024;
/** Of one page: a value without bytes of its own takes memory too. */
const MAX_PAGE_VALUES = 4 * 1024 * 1024;

/** zlib stops at the size that a page claims; the others write into memory of that size. */
const UNPACK: Readonly<Record<string, NonNullable<Compressors["GZIP"]>>> = {
  SNAPPY: decompressSnappy,
  GZIP: (packed, bytes) => gunzipSync(packed, { maxOutputLength: Math.max(1, bytes) }),
  BROTLI: (packed, bytes) => brotliDecompressSync(packed, { maxOutputLength: Math.max(1, bytes) }),
  ZSTD: (packed, bytes) => decompressZstd(packed, new Uint8Array(bytes)),
  LZ4: decompressLz4,
  LZ4_RAW: decompressLz4Raw,
};

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

function textOf(bytes: Uint8Array): string {
  if (bytes && bytes.length > MAX_LINE_BYTES) {
    throw new ParquetError(`a cell has ${bytes.length} bytes, and ${MAX_LINE_BYTES} are the most that is read`);
  }
  return bytes && utf8.decode(bytes);
}

/** Times become milliseconds, and a byte order mark stays in its string. */
const PARSERS = {
  ...DEFAULT_PARSERS,
  timestampFromMilliseconds: (ms: bigint) => Number(ms),
  timestampFromMicroseconds: (us: bigint) => Number(us / 1000n),
  timestampFromNanoseconds: (ns: bigint) => Number(ns / 1_000_000n),
  dateFromDays: (days: number) => days * 86_400_000,
  stringFromBytes: textOf,
  jsonFromBytes: textOf,
} as unknown as typeof DEFAULT_PARSERS;

export type ChunkMetaData = NonNullable<ColumnChunk["meta_data"]>;

export class ParquetColumn {
  readonly #file: { readonly byteLength: number; slice(start: number, end?: number): ArrayBuffer };
  readonly #metadata: FileMetaData;
  readonly #name: string;
  readonly #compressors: Compressors;

  /** `bytes`: all pages of the chunk; `rows`: of the row group. Throws Error where the pages claim what cannot be. */
  constructor(bytes: Uint8Array<ArrayBuffer>, rows: number, chunk: ChunkMetaData, element: SchemaElement) {
    const { codec } = chunk;
    const unpack = UNPACK[codec];
    if (unpack === undefined && codec !== "UNCOMPRESSED") {
      throw new ParquetError(`it is packed by ${codec}, which is not read here: write it with Snappy or gzip`);
    }
    const checks = decoded(() => checkPages(bytes, rows, chunk, element));
    const unpackChecked = (packed: Uint8Array, size: number): Uint8Array => {
      const page = unpack!(packed, size);
      if (page.length !== size) throw new ParquetError(`a page claims ${size} bytes unpacked, and has ${page.length}`);
      checks.get(packed.byteOffset)?.(page);
      return page;
    };
    this.#compressors = { [codec]: unpackChecked };
    this.#file = { byteLength: bytes.length, slice: (start, end) => bytes.buffer.slice(start, end) };
    this.#name = element.name;
    const size = BigInt(bytes.length);
    const alone = { ...chunk, data_page_offset: 0n, dictionary_page_offset: undefined, total_compressed_size: size };
    const group = { columns: [{ meta_data: alone, file_offset: 0n }], total_byte_size: size, num_rows: BigInt(rows) };
    this.#metadata = {
      version: 2,
      schema: [{ name: "root", num_children: 1 }, element],
      num_rows: BigInt(rows),
      row_groups: [group as FileMetaData["row_groups"][number]],
      metadata_length: 0,
    };
  }

  /** The values of rows `from` to `to`, undefined where null. Throws Error where they are broken. */
  async read(from: number, to: number): Promise<unknown[]> {
    const chunks: SubColumnData[] = [];
    await parquetRead({
      file: this.#file,
      metadata: this.#metadata,
      columns: [this.#name],
      rowStart: from,
      rowEnd: to,
      compressors: this.#compressors,
      parsers: PARSERS,
      onChunk: ({ columnData, rowStart, rowEnd }) =>
        chunks.push({ pathInSchema: [this.#name], columnData, rowStart, rowEnd }),
    }).catch(damaged);
    const values: unknown[] = Array.from({ length: to - from });
    for (const { columnData, rowStart, rowEnd } of chunks) {
      for (let row = Math.max(from, rowStart); row < Math.min(to, rowEnd); row++) {
        values[row - from] = columnData[row - rowStart];
      }
    }
    return values;
  }
}

type Check = (page: Uint8Array) => void;

/** Walks over the headers of all pages. Returns the checks that wait for a page to be unpacked, by its place. */
function checkPages(bytes: Uint8Array, rows: number, { codec, type }: ChunkMetaData, element: SchemaElement) {
  const context = { isNullable: element.repetition_type !== "REQUIRED", isBoolean: type === "BOOLEAN" };
  const checks = new Map<number, Check>();
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  let seen = 0;
  while (seen < rows) {
    if (reader.offset >= bytes.length) throw new ParquetError(`its pages end after ${seen} of ${rows} rows`);
    const header = parquetHeader(reader);
    const { compressed_page_size: packed, uncompressed_page_size: unpacked, data_page_header_v2: v2 } = header;
    if (!isSize(packed) || !isSize(unpacked)) throw new ParquetError("a page says no length: the file is damaged");
    const left = bytes.length - reader.offset;
    if (packed > left) throw new ParquetError(`a page claims ${packed} bytes, and ${left} are left`);
    const most = Math.min(MAX_PAGE_BYTES, Math.max(SMALL_PAGE_BYTES, packed * MAX_PACKED_TIMES));
    if (unpacked > most) {
      const claim = `a page claims ${unpacked} bytes unpacked from ${packed}`;
      throw new ParquetError(`${claim}, and ${most} are the most that is read: write smaller pages`);
    }
    const dictionary = header.dictionary_page_header?.num_values ?? 0;
    if (!isSize(dictionary) || dictionary > unpacked) {
      throw new ParquetError(`a dictionary claims ${dictionary} values in ${unpacked} bytes`);
    }
    const values = header.data_page_header?.num_values ?? v2?.num_values ?? 0;
    if (!isSize(values) || seen + values > rows) {
      throw new ParquetError(`its pages claim ${seen + values} values of ${rows} rows`);
    }
    if (Math.max(dictionary, values) > MAX_PAGE_VALUES) {
      throw new ParquetError(`a page has more than ${MAX_PAGE_VALUES} values: write smaller pages`);
    }
    seen += values;
    const { levels, check } = checkPage(bytes.subarray(reader.offset, reader.offset + packed), header, context);
    const isPacked = codec !== "UNCOMPRESSED" && v2?.is_compressed !== false;
    const body = bytes.subarray(reader.offset + levels, reader.offset + packed);
    if (isPacked) checks.set(body.byteOffset, check);
    else check(body);
    reader.offset += packed;
  }
  return checks;
}

/** What `decode` returns, or an error that people understand. */
export function decoded<T>(decode: () => T): T {
  try {
    return decode();
  } catch (cause) {
    return damaged(cause);
  }
}

function damaged(cause: unknown): never {
  if (cause instanceof ParquetError) throw cause;
  throw new ParquetError("the file is damaged, or is no Parquet: write it anew", { cause });
}

function isSize(value: number): boolean {
  return Number.isInteger(value) && value >= 0;
}
