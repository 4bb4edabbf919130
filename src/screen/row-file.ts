import { gzipSync } from "node:zlib";
import { RingfenceError } from "../core/errors.ts";
import { cellsOf, formatRows, type OutputRow } from "./row-format.ts";
import { counted } from "../core/counted.ts";
import type { TypedColumn } from "../rows/typed/column.ts";
import { RowText } from "../rows/typed/row-text.ts";
import { TypedWriter } from "../rows/typed/typed-writer.ts";
import { FILE_FORMATS, formatOf, isGzip, fileKind, type TextKind } from "../rows/file-format.ts";
import { isSameFile, OutFile, type OutFileOptions } from "../core/file/out-file.ts";

interface RowFileOptions extends OutFileOptions {
  /** The file that is being read, which must not be overwritten. */
  readonly source?: string;
  /** The name of a row in messages. */
  readonly noun: readonly [one: string, many: string];
}

/**
 * A file of rows: JSON Lines, CSV, TSV (also as gzip) or Parquet, by its extension. It is made with the first rows, so
 * a run that fails early leaves none. A plain file gets its name when it is whole.
 */
export class RowFile {
  readonly #file: OutFile;
  readonly #columns: readonly TypedColumn[];
  /** For Parquet, rows come as JSON Lines. */
  readonly format: TextKind;
  readonly #isGzip: boolean;
  readonly #parquet: TypedWriter | null;
  readonly #noun: RowFileOptions["noun"];
  #rows = 0;
  #hasHeader = false;
  #isOver = false;

  /** Throws "usage" for an unknown extension, "io" if the file exists and may not be overwritten. */
  constructor(path: string, columns: readonly TypedColumn[], { source, noun, ...options }: RowFileOptions) {
    if (path === "") throw new RingfenceError("usage", `${options.option} names no file: write its name behind it`);
    const format = formatOf(path);
    if (format === null) {
      const known = FILE_FORMATS.map((each) => `.${each}`).join(", ");
      throw new RingfenceError("usage", `${path}: rows are written as ${known}; choose one of them`);
    }
    this.#file = new OutFile(path, options);
    const taken = [path, this.#file.partial].find((each) => source !== undefined && isSameFile(each, source));
    if (taken !== undefined) throw new RingfenceError("usage", `${taken} is the file being read: write to another one`);
    this.#columns = columns;
    const kind = fileKind(format);
    this.format = kind === "parquet" ? "jsonl" : kind;
    this.#isGzip = isGzip(format);
    this.#parquet =
      kind === "parquet" ? new TypedWriter(columns, (bytes) => this.#file.write(bytes), { format }) : null;
    this.#noun = noun;
  }

  /** True for a plain file, of which a part can be kept. */
  get isFile(): boolean {
    return this.#file.isFile;
  }

  write(rows: readonly OutputRow[]): void {
    if (this.#parquet === null) {
      return this.writeFormatted(formatRows(this.format, this.#columns, rows), rows.length);
    }
    this.#parquet.write(cellsOf(this.#columns, rows), rows.length);
    this.#rows += rows.length;
  }

  /** Writes rows that are already in the format of this file. */
  writeFormatted(text: string, rows: number): void {
    if (rows === 0) return;
    if (this.#parquet !== null) {
      return this.write(text.split("\n", rows).map((line) => JSON.parse(line) as OutputRow));
    }
    this.#begin();
    this.#writeText(text);
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
    if (this.#hasHeader || this.#parquet !== null) return;
    this.#hasHeader = true;
    this.#writeText(new RowText(this.#columns, this.format, true).heading);
  }

  /** Gzip members together are one file. */
  #writeText(text: string): void {
    this.#file.write(this.#isGzip ? gzipSync(text) : text);
  }
}
