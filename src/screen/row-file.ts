import { gzipSync } from "node:zlib";
import { RingfenceError } from "../core/errors.ts";
import { formatHeading, formatRows, type OutputRow, type OutputValue, type RowFileFormat } from "./row-format.ts";
import { counted } from "../core/counted.ts";
import type { Cell, TypedColumn } from "../rows/typed/column.ts";
import type { ByteSink } from "../rows/typed/format.ts";
import { TypedWriter } from "../rows/typed/typed-writer.ts";
import { formatOf, isGzip, fileKind } from "../rows/file-format.ts";
import { isSameFile, OutFile, type OutFileOptions } from "../core/file/out-file.ts";

interface RowFileOptions extends OutFileOptions {
  /** The file that is being read, which must not be overwritten. */
  readonly source?: string;
  /** The name of a row in messages. */
  readonly noun: readonly [one: string, many: string];
  /** Columns with types. Left out: Parquet is not possible. */
  readonly types?: readonly TypedColumn[];
}

/**
 * A file of rows: JSON Lines, CSV, TSV (also as gzip) or Parquet, by its extension. It is made with the first rows, so
 * a run that fails early leaves none. A plain file gets its name when it is whole.
 */
export class RowFile {
  readonly #file: OutFile;
  readonly #columns: readonly string[];
  readonly format: RowFileFormat;
  readonly #isGzip: boolean;
  /** Null for text formats. */
  readonly #parquet: ParquetOutput | null;
  readonly #noun: RowFileOptions["noun"];
  #rows = 0;
  #hasHeader = false;
  #isOver = false;

  /** Throws "usage" for an unknown extension, "io" if the file exists and may not be overwritten. */
  constructor(path: string, columns: readonly string[], { source, noun, types, ...options }: RowFileOptions) {
    if (path === "") throw new RingfenceError("usage", `${options.option} names no file: write its name behind it`);
    const format = formatOf(path);
    const kind = format === null ? null : fileKind(format);
    if (format === null || kind === null || (kind === "parquet" && types === undefined)) {
      const known = `.jsonl, .csv or .tsv, each also with .gz${types === undefined ? "" : ", or .parquet"}`;
      throw new RingfenceError("usage", `${path}: rows are written as ${known}; choose one of them`);
    }
    this.#file = new OutFile(path, options);
    const taken = [path, this.#file.partial].find((each) => source !== undefined && isSameFile(each, source));
    if (taken !== undefined) throw new RingfenceError("usage", `${taken} is the file being read: write to another one`);
    this.#columns = columns;
    this.format = kind === "parquet" ? "jsonl" : kind;
    this.#isGzip = isGzip(format);
    this.#parquet = kind === "parquet" ? new ParquetOutput(types!, (bytes) => this.#file.write(bytes)) : null;
    this.#noun = noun;
  }

  /** True for a plain file, of which a part can be kept. */
  get isFile(): boolean {
    return this.#file.isFile;
  }

  write(rows: readonly OutputRow[]): void {
    this.writeFormatted(formatRows(this.format, this.#columns, rows), rows.length);
  }

  /** Writes rows that are already in the format of this file. */
  writeFormatted(text: string, rows: number): void {
    if (rows === 0) return;
    this.#begin();
    this.#write(text);
    this.#rows += rows;
  }

  /** Without rows, the file has only a header. */
  finish(): void {
    this.#begin();
    this.#isOver = true;
    this.#parquet?.finish();
    this.#file.finish();
  }

  /** For an unfinished file: says what is kept, and where. Null if nothing is kept, or the file was finished. */
  keep(): string | null {
    if (this.#rows === 0) this.#file.discard();
    else if (!this.#isOver) this.#closeParquet();
    this.#isOver = true;
    const partial = this.#file.keep();
    return partial === null ? null : `the first ${counted(this.#rows, ...this.#noun)} stay in ${partial}`;
  }

  /** Parquet cannot be read without its index. If that cannot be written, the disk is full. */
  #closeParquet(): void {
    try {
      this.#parquet?.finish();
    } catch {
      this.#file.discard();
    }
  }

  #begin(): void {
    if (this.#hasHeader) return;
    this.#hasHeader = true;
    this.#write(formatHeading(this.format, this.#columns));
  }

  #write(text: string): void {
    if (this.#parquet !== null) this.#parquet.write(text);
    // Gzip members together are one file.
    else this.#file.write(this.#isGzip ? gzipSync(text) : text);
  }
}

/** Lists are joined by semicolons, as in the cells of CSV. */
class ParquetOutput {
  readonly #columns: readonly TypedColumn[];
  readonly #writer: TypedWriter;

  constructor(columns: readonly TypedColumn[], sink: ByteSink) {
    this.#columns = columns;
    this.#writer = new TypedWriter(columns, sink, { format: "parquet" });
  }

  /** Writes rows in JSON Lines. */
  write(lines: string): void {
    const rows = lines.split("\n").filter((line) => line !== "");
    this.#writer.writeRows(rows.map((line) => this.#cellsOf(JSON.parse(line) as OutputRow)));
  }

  finish(): void {
    this.#writer.finish();
  }

  #cellsOf(row: OutputRow): Record<string, Cell> {
    return Object.fromEntries(this.#columns.map(({ name, type }) => [name, cellOf(row[name]!, type)]));
  }
}

function cellOf(value: OutputValue, type: TypedColumn["type"]): Cell {
  if (typeof value === "number") return type === "int64" ? BigInt(value) : value;
  return value === null || typeof value === "string" ? value : value.join("; ");
}
