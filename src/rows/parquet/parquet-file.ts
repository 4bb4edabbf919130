/** Reads Parquet files of flat columns, a few thousand rows at a time. */
import { type FileHandle, open } from "node:fs/promises";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import {
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
  type SchemaElement,
} from "hyparquet";
import { compressors, decompressZstd } from "hyparquet-compressors";
import { DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import { cannotRead } from "../../core/file/disk-error.ts";
import { describeValue } from "../../core/describe-value.ts";
import { RingfenceError, messageOf } from "../../core/errors.ts";
import { MAX_LINE_BYTES } from "../lines/line-splitter.ts";
import { type Cell, type ColumnType, FITS, type TypedColumn } from "../typed/column.ts";
import type { OpenRows, RowPiece } from "../typed/format.ts";

/** Rows that are decoded together: a page of Ringfence's own files. */
const WINDOW_ROWS = 32_768;
const PIECE_ROWS = 8192;
/** The most packed bytes of a column in one row group. */
const MAX_CHUNK_BYTES = 1024 * 1024 * 1024;
/** The most bytes of a page, unpacked. Common writers make pages of 1 to 100 megabytes. */
const MAX_PAGE_BYTES = 256 * 1024 * 1024;
/** Texts pack some ten times smaller, while a few bytes of Brotli can claim hundreds of megabytes. */
const MAX_PACKED_TIMES = 100;
const SMALL_PAGE_BYTES = 8 * 1024 * 1024;

/** An error in plain words, which the errors of the decoder are not. */
class ParquetError extends Error {}

/** zlib is faster than the package. These three stop at the claimed size. */
const UNPACK: Compressors = {
  ...compressors,
  GZIP: (packed, bytes) => gunzipSync(packed, { maxOutputLength: Math.max(1, bytes) }),
  BROTLI: (packed, bytes) => brotliDecompressSync(packed, { maxOutputLength: Math.max(1, bytes) }),
  ZSTD: (packed, bytes) => decompressZstd(packed, new Uint8Array(bytes)),
};

/** Checks the size that a page claims before it is unpacked. */
const CHECKED: Compressors = Object.fromEntries(
  Object.entries(UNPACK).map(([codec, unpack]) => [
    codec,
    (packed: Uint8Array, bytes: number) => {
      const most = Math.min(MAX_PAGE_BYTES, Math.max(SMALL_PAGE_BYTES, packed.length * MAX_PACKED_TIMES));
      if (bytes >= 0 && bytes <= most) return unpack(packed, bytes);
      const claim = `a page claims ${bytes} bytes unpacked from ${packed.length}`;
      throw new ParquetError(`${claim}, and ${most} are the most that is read: write smaller pages`);
    },
  ]),
);

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

export class ParquetFile implements OpenRows {
  readonly names: readonly string[];
  /** The columns that can be read, with the types that they have in the file. Nested ones are left out. */
  readonly columns: readonly TypedColumn[];
  readonly rows: number;
  readonly #path: string;
  readonly #file: PackedFile;
  readonly #metadata: FileMetaData;

  private constructor(path: string, file: PackedFile, metadata: FileMetaData) {
    checkMetadata(metadata);
    this.#path = path;
    this.#file = file;
    this.#metadata = metadata;
    const { children } = parquetSchema(metadata);
    this.rows = Number(metadata.num_rows);
    this.names = children.map(({ element }) => element.name);
    this.columns = children.flatMap(({ element, children: nested }) => {
      const type = nested.length > 0 || element.repetition_type === "REPEATED" ? null : typeOf(element);
      return type === null ? [] : [{ name: element.name, type, nullable: element.repetition_type !== "REQUIRED" }];
    });
  }

  /** Throws RingfenceError "io" if the file cannot be read, "config" if it is no Parquet. */
  static async open(path: string): Promise<ParquetFile> {
    const file = await PackedFile.open(path);
    try {
      const metadata = await parquetMetadataAsync(file, { geoparquet: false }).catch((cause: unknown) => {
        if (cause instanceof RingfenceError) throw cause;
        const what = `${path}: is no Parquet file, or is cut short: it has ${file.byteLength} bytes`;
        throw new RingfenceError("config", what, { cause });
      });
      return await readable(`${path}: its metadata`, () => new ParquetFile(path, file, metadata));
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /**
   * The rows in these columns, as these types. Closes the file at its end. Throws RingfenceError "config" for a column
   * that is missing or of another type, and for a damaged file.
   */
  async *read(columns: readonly TypedColumn[]): AsyncGenerator<RowPiece> {
    try {
      this.#checkSchema(columns);
      let first = 0;
      for (const [group, { num_rows }] of this.#metadata.row_groups.entries()) {
        const end = first + Number(num_rows);
        this.#file.forget();
        for (let from = first; from < end; from += WINDOW_ROWS) {
          const to = Math.min(end, from + WINDOW_ROWS);
          const cells = await readable(`${this.#path}: row group ${group + 1}`, () => this.#cells(columns, from, to));
          const data = columns.map((column, at) => asColumn(cells[at]!, column, this.#path, from));
          for (let row = 0; row < to - from; row += PIECE_ROWS) {
            const piece = data.map((column) => column.slice(row, row + PIECE_ROWS));
            yield { rows: Math.min(PIECE_ROWS, to - from - row), data: piece };
          }
        }
        first = end;
      }
    } finally {
      await this.close();
    }
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  /** The cells of rows [from, to), which lie in one row group, by column. */
  async #cells(columns: readonly TypedColumn[], from: number, to: number): Promise<unknown[][]> {
    const names = columns.map(({ name }) => name);
    const cells = names.map(() => Array.from<unknown>({ length: to - from }));
    const counts = names.map(() => 0);
    if (names.length === 0) return cells;
    await parquetRead({
      file: this.#file,
      metadata: this.#metadata,
      columns: names,
      rowStart: from,
      rowEnd: to,
      compressors: CHECKED,
      parsers: PARSERS,
      onChunk: ({ columnName, columnData, rowStart, rowEnd }) => {
        const at = names.indexOf(columnName);
        for (let row = Math.max(from, rowStart); row < Math.min(to, rowEnd); row++, counts[at]!++) {
          cells[at]![row - from] = columnData[row - rowStart];
        }
      },
    });
    const short = counts.findIndex((count) => count !== to - from);
    if (short >= 0) throw new ParquetError(`column ${names[short]} has ${counts[short]} of ${to - from} rows`);
    return cells;
  }

  #checkSchema(columns: readonly TypedColumn[]): void {
    for (const { name, type } of columns) {
      const found = this.columns.find((column) => column.name === name);
      if (found !== undefined && READS[type].includes(found.type)) continue;
      const other = this.names.includes(name) ? "is of a type that is not read" : "is missing";
      throw new RingfenceError(
        "config",
        `${this.#path}: column ${name} ${found === undefined ? other : `is ${found.type}`}, expected ${type}: ` +
          `the file has another schema; its columns: ${this.names.join(", ")}`,
      );
    }
  }
}

/** An open file. Keeps the bytes that were read, since the windows of a row group read the same ones. */
class PackedFile {
  readonly byteLength: number;
  readonly #file: FileHandle;
  readonly #path: string;
  readonly #kept = new Map<string, Promise<ArrayBuffer>>();

  private constructor(path: string, file: FileHandle, size: number) {
    this.byteLength = size;
    this.#file = file;
    this.#path = path;
  }

  static async open(path: string): Promise<PackedFile> {
    try {
      const file = await open(path);
      return new PackedFile(path, file, (await file.stat()).size);
    } catch (error) {
      throw cannotRead(path, error);
    }
  }

  slice(start: number, end = this.byteLength): Promise<ArrayBuffer> {
    const key = `${start} ${end}`;
    const bytes = this.#kept.get(key) ?? this.#read(start, end);
    this.#kept.set(key, bytes);
    // Keeps early rejections from being unhandled.
    bytes.catch(() => {});
    return bytes;
  }

  forget(): void {
    this.#kept.clear();
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async #read(start: number, end: number): Promise<ArrayBuffer> {
    if (!(start >= 0 && start <= end && end <= this.byteLength)) {
      throw new ParquetError(`a column lies outside the file's ${this.byteLength} bytes: the file is cut short`);
    }
    if (end - start > MAX_CHUNK_BYTES) {
      throw new ParquetError(`a column has ${end - start} bytes in one row group: write smaller row groups`);
    }
    const bytes = new Uint8Array(end - start);
    for (let at = 0; at < bytes.length;) {
      const { bytesRead } = await this.#file
        .read(bytes, at, bytes.length - at, start + at)
        .catch((error: unknown) => Promise.reject(cannotRead(this.#path, error)));
      if (bytesRead === 0) throw new ParquetError("the file became shorter while it was read");
      at += bytesRead;
    }
    return bytes.buffer;
  }
}

/** Checks names and counts, which the decoder does not. */
function checkMetadata({ schema, num_rows, row_groups }: FileMetaData): void {
  const unnamed = schema.findIndex(({ name }, at) => at > 0 && typeof name !== "string");
  if (unnamed > 0) throw new ParquetError(`its column ${unnamed} has no name`);
  const counts = [num_rows, ...row_groups.map((group) => group.num_rows)] as unknown[];
  const wrong = counts.findIndex((rows) => typeof rows !== "bigint" || rows < 0n);
  if (wrong >= 0) throw new ParquetError(`${wrong === 0 ? "it" : `row group ${wrong}`} has no number of rows`);
  const rows = row_groups.reduce((sum, group) => sum + group.num_rows, 0n);
  if (rows !== num_rows) throw new ParquetError(`it claims ${num_rows} rows, and its row groups ${rows}`);
}

/** Returns the result of `act`. Turns its errors into RingfenceErrors with the place. */
async function readable<T>(place: string, act: () => T | Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof RingfenceError) throw error;
    const what = error instanceof ParquetError ? messageOf(error) : "the file is damaged: write it anew";
    throw new RingfenceError("config", `${place}: cannot be read: ${what}`, { cause: error });
  }
}

/** Null for a type that is not read. */
function typeOf({ type, converted_type, logical_type }: SchemaElement): ColumnType | null {
  if (converted_type === "DECIMAL") return "float64";
  if (converted_type === "DATE" || converted_type?.startsWith("TIMESTAMP_")) return "timestamp";
  if (logical_type?.type === "TIMESTAMP" || type === "INT96") return "timestamp";
  if (converted_type === "BSON" || converted_type === "INTERVAL") return null;
  if (type === "BOOLEAN") return "boolean";
  if (type === "INT32") return isUnsigned32(converted_type, logical_type) ? "int64" : "int32";
  if (type === "INT64") return "int64";
  if (type === "FLOAT" || type === "DOUBLE") return "float64";
  return type === "BYTE_ARRAY" ? "string" : null;
}

/** Writers mark it in the older way, the newer one, or both. */
function isUnsigned32(older: SchemaElement["converted_type"], newer: SchemaElement["logical_type"]): boolean {
  return older === "UINT_32" || (newer?.type === "INTEGER" && newer.bitWidth === 32 && !newer.isSigned);
}

/** By the type that is asked for: the types that a column may have in the file. */
const READS: Readonly<Record<ColumnType, readonly ColumnType[]>> = {
  string: ["string"],
  int32: ["int32", "int64"],
  int64: ["int64", "int32"],
  float64: ["float64", "int32", "int64"],
  boolean: ["boolean"],
  timestamp: ["timestamp"],
};

function asColumn(
  cells: unknown[],
  { name, type, nullable = false }: TypedColumn,
  path: string,
  firstRow: number,
): Cell[] {
  const fits = FITS[type];
  return cells.map((found, row) => {
    const cell = found ?? null;
    if (cell === null && nullable) return null;
    const value = asNumber(cell as Cell, type);
    if (value !== null && fits(value)) return value;
    const place = `${path}: row ${firstRow + row + 1}, column ${name}`;
    throw new RingfenceError("config", `${place}: expected ${type}, found ${describeValue(cell)}`);
  });
}

function asNumber(cell: Cell, type: ColumnType): Cell {
  if (type === "int64") return typeof cell === "number" ? BigInt(cell) : cell;
  return typeof cell === "bigint" ? Number(cell) : cell;
}
