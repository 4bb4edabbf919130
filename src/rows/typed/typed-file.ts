/** A file of typed rows: JSON Lines, CSV, TSV (also as gzip) or Parquet. */
import { OutFile, type OutFileOptions } from "../../core/file/out-file.ts";
import { type FileFormat, requireFormat } from "../file-format.ts";
import type { ColumnData, Encoder, TypedColumn } from "./column.ts";
import { encoderInto, LinesEncoder } from "./encoder.ts";

export interface TypedFileOptions {
  /** Left out: by the file's name. */
  readonly format?: FileFormat | undefined;
  /** True: overwrite an existing file. */
  readonly force?: boolean | undefined;
  /** For CSV and TSV: puts an apostrophe in front of formulas, which changes these cells. */
  readonly spreadsheetSafe?: boolean | undefined;
}

/** It is made with the first rows, and a plain file gets its name when it is whole (`OutFile`). */
export class TypedFile {
  readonly #file: OutFile;
  readonly #encoder: Encoder;

  /** Throws RingfenceError "usage" for an unknown format, "io" if the file exists and may not be overwritten. */
  constructor(
    path: string,
    columns: readonly TypedColumn[],
    options: TypedFileOptions = {},
    option: OutFileOptions["option"] = "--out",
  ) {
    const format = requireFormat(path, options.format);
    const file = new OutFile(path, { force: options.force ?? false, option });
    this.#file = file;
    this.#encoder = encoderInto((bytes) => file.write(bytes), columns, format, options.spreadsheetSafe);
  }

  /** True for a plain file, of which a part can be kept. */
  get isFile(): boolean {
    return this.#file.isFile;
  }

  /** Where it grows. */
  get partial(): string {
    return this.#file.partial;
  }

  /** Appends rows [0, rows) of `data`, the cells by column. */
  write(data: readonly ColumnData[], rows: number): void {
    this.#encoder.write(data, rows);
  }

  /** Appends lines of its own format, at once. Parquet has none. */
  writeLines(lines: string): void {
    (this.#encoder as LinesEncoder).writeLines(lines);
  }

  /** Writes the rest. Without rows, the file has only a header. */
  complete(): void {
    this.#encoder.finish();
    this.#file.write("");
  }

  /** The complete file gets its name. */
  takePlace(): void {
    this.#file.finish();
  }

  /** It will not be whole. Returns where a part of it stays, or null. */
  keep(): string | null {
    return this.#file.keep();
  }

  discard(): void {
    this.#file.discard();
  }
}
