/** Reads Parquet files of flat columns, a few thousand rows at a time. */
import { type FileHandle, open } from "node:fs/promises";
import { type FileMetaData, parquetMetadata, parquetSchema, type SchemaElement, type SchemaTree } from "hyparquet";
import { cannotRead } from "../../core/file/disk-error.ts";
import { describeValue } from "../../core/describe-value.ts";
import { RingfenceError, messageOf } from "../../core/errors.ts";
import { type Cell, type ColumnType, FITS, type TypedColumn } from "../typed/column.ts";
import { type ChunkMetaData, decoded, ParquetColumn } from "./parquet-column.ts";

const MAGIC = "PAR1";
/** The length of the metadata, and the mark behind it. */
const FOOTER_BYTES = 8;
/** Of a file of thousands of row groups. */
const MAX_METADATA_BYTES = 64 * 1024 * 1024;
/** Decoded at once: a page of this project's own files. */
const WINDOW_ROWS = 32_768;
const PIECE_ROWS = 8192;
/** Of one column in one row group, packed. */
const MAX_CHUNK_BYTES = 1024 * 1024 * 1024;

/** Some rows, by column in the order that was asked for. */
interface RowPiece {
  readonly rows: number;
  readonly data: readonly (readonly Cell[])[];
}

export class ParquetFile {
  readonly names: readonly string[];
  /** The columns that can be read, with the types that they have in the file. Nested ones are left out. */
  readonly columns: readonly TypedColumn[];
  readonly rows: number;
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #size: number;
  readonly #metadata: FileMetaData;
  readonly #schema: SchemaTree;

  private constructor(path: string, file: FileHandle, size: number, metadata: FileMetaData) {
    this.#path = path;
    this.#file = file;
    this.#size = size;
    this.#metadata = metadata;
    checkMetadata(metadata);
    this.#schema = decoded(() => parquetSchema(metadata));
    this.rows = Number(metadata.num_rows);
    this.names = this.#schema.children.map(({ element }) => element.name);
    this.columns = this.#schema.children.flatMap(({ element, children }) => {
      const type = children.length > 0 || element.repetition_type === "REPEATED" ? null : typeOf(element);
      return type === null ? [] : [{ name: element.name, type, nullable: element.repetition_type !== "REQUIRED" }];
    });
  }

  /** Throws RingfenceError "io" where it cannot be read, "config" where it is no Parquet. */
  static async open(path: string): Promise<ParquetFile> {
    const file = await open(path).catch((error: unknown) => {
      throw cannotRead(path, error);
    });
    try {
      const { size } = await file.stat();
      const metadata = await readMetadata(path, file, size);
      return await readable(`${path}: its metadata`, () => new ParquetFile(path, file, size, metadata));
    } catch (error) {
      await file.close();
      throw error instanceof RingfenceError ? error : cannotRead(path, error);
    }
  }

  /**
   * The rows in these columns, as these types. Closes the file at its end. Throws RingfenceError "config" for a column
   * that is not there or of another type, and for what is broken.
   */
  async *read(columns: readonly TypedColumn[]): AsyncGenerator<RowPiece> {
    try {
      this.#checkSchema(columns);
      let first = 0;
      for (const [group, { num_rows, columns: chunks }] of this.#metadata.row_groups.entries()) {
        const rows = Number(num_rows);
        const places = columns.map(({ name }) => `${this.#path}: row group ${group + 1}, column ${name}`);
        const readers: ParquetColumn[] = [];
        for (const [at, { name }] of columns.entries()) {
          const chunk = chunks.find(
            ({ meta_data }) => meta_data?.path_in_schema?.length === 1 && meta_data.path_in_schema[0] === name,
          );
          readers.push(await readable(places[at]!, () => this.#columnOf(chunk?.meta_data, rows, name)));
        }
        for (let from = 0; from < rows; from += WINDOW_ROWS) {
          const to = Math.min(rows, from + WINDOW_ROWS);
          const data: Cell[][] = [];
          for (const [at, reader] of readers.entries()) {
            const cells = await readable(places[at]!, () => reader.read(from, to));
            data.push(asColumn(cells, columns[at]!, this.#path, first + from));
          }
          for (let row = 0; row < to - from; row += PIECE_ROWS) {
            const piece = data.map((cells) => cells.slice(row, row + PIECE_ROWS));
            yield { rows: Math.min(PIECE_ROWS, to - from - row), data: piece };
          }
        }
        first += rows;
      }
    } finally {
      await this.close();
    }
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  #checkSchema(columns: readonly TypedColumn[]): void {
    for (const { name, type } of columns) {
      const found = this.columns.find((column) => column.name === name);
      if (found !== undefined && READS[type].includes(found.type)) continue;
      const is =
        found === undefined
          ? this.names.includes(name)
            ? "is of a type that is not read"
            : "is missing"
          : `is ${found.type}`;
      throw new RingfenceError(
        "config",
        `${this.#path}: column ${name} ${is}, expected ${type}: the file has another schema; its columns: ${this.names.join(", ")}`,
      );
    }
  }

  async #columnOf(chunk: ChunkMetaData | undefined, rows: number, name: string): Promise<ParquetColumn> {
    if (chunk === undefined) throw new Error("it is missing");
    const start = Number(chunk.dictionary_page_offset ?? chunk.data_page_offset);
    const bytes = Number(chunk.total_compressed_size);
    if (!(start >= 0 && bytes >= 0 && start + bytes <= this.#size)) {
      throw new Error(`it lies outside the file's ${this.#size} bytes: the file is cut short`);
    }
    if (bytes > MAX_CHUNK_BYTES) throw new Error(`it has ${bytes} bytes in one row group: write smaller row groups`);
    const { element } = this.#schema.children.find((child) => child.element.name === name)!;
    return new ParquetColumn(await readAt(this.#file, start, bytes), rows, chunk, element);
  }
}

/** What the decoder takes as it comes: names and counts that are none. */
function checkMetadata({ schema, num_rows, row_groups }: FileMetaData): void {
  const unnamed = schema.findIndex(({ name }, at) => at > 0 && typeof name !== "string");
  if (unnamed > 0) throw new Error(`its column ${unnamed} has no name`);
  const counts = [num_rows, ...row_groups.map((group) => group.num_rows)] as unknown[];
  const wrong = counts.findIndex((rows) => typeof rows !== "bigint" || rows < 0n);
  if (wrong >= 0) throw new Error(`${wrong === 0 ? "it" : `row group ${wrong}`} has no number of rows`);
  const rows = row_groups.reduce((sum, group) => sum + group.num_rows, 0n);
  if (rows !== num_rows) throw new Error(`it claims ${num_rows} rows, and its row groups ${rows}`);
}

async function readMetadata(path: string, file: FileHandle, size: number): Promise<FileMetaData> {
  const isNone = `${path}: is no Parquet file, or is cut short`;
  if (size < FOOTER_BYTES + MAGIC.length) throw new RingfenceError("config", `${isNone}: it has ${size} bytes`);
  const head = await readAt(file, 0, MAGIC.length);
  const footer = await readAt(file, size - FOOTER_BYTES, FOOTER_BYTES);
  if (head.toString("latin1") !== MAGIC || footer.toString("latin1", 4) !== MAGIC) {
    throw new RingfenceError("config", `${isNone}: expected ${MAGIC} as its first and its last four bytes`);
  }
  const length = footer.readUInt32LE(0);
  if (length > size - FOOTER_BYTES - MAGIC.length || length > MAX_METADATA_BYTES) {
    throw new RingfenceError("config", `${isNone}: it claims ${length} bytes of metadata, of ${size} in the file`);
  }
  const bytes = await readAt(file, size - FOOTER_BYTES - length, length + FOOTER_BYTES);
  return readable(`${path}: its metadata`, () =>
    decoded(() => parquetMetadata(new Uint8Array(bytes), { geoparquet: false })),
  );
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer<ArrayBuffer>> {
  // Memory of its own: numbers are read out of it by their place.
  const bytes = Buffer.from(new ArrayBuffer(length));
  for (let at = 0; at < length;) {
    const { bytesRead } = await file.read(bytes, at, length - at, position + at);
    if (bytesRead === 0) throw new Error("the file became shorter while it was read");
    at += bytesRead;
  }
  return bytes;
}

/** What `act` returns; whatever a reader of broken bytes stumbles over, with the place. */
async function readable<T>(place: string, act: () => T | Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof RingfenceError) throw error;
    throw new RingfenceError("config", `${place}: cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

/** Null for what is not read. */
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

/** A writer says so by the older mark, the newer one, or both. */
function isUnsigned32(older: SchemaElement["converted_type"], newer: SchemaElement["logical_type"]): boolean {
  return older === "UINT_32" || (newer?.type === "INTEGER" && newer.bitWidth === 32 && !newer.isSigned);
}

/** What a column may be in the file for each type that is asked for. */
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
