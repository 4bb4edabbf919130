/** A file of typed rows: JSON Lines, CSV, TSV (also as gzip) or Parquet. */
import { gzipSync } from "node:zlib";
import { OutFile } from "../../core/file/out-file.ts";
import { type FileFormat, fileKind, isGzip, requireFormat } from "../file-format.ts";
import { ParquetEncoder } from "../parquet/parquet-encoder.ts";
import type { ByteSink, ColumnData, Encoder, TypedColumn } from "./column.ts";
import { RowText } from "./row-text.ts";

export interface TypedFileOptions {
  /** Left out: by the file's name. */
  readonly format?: FileFormat | undefined;
  /** True: overwrite an existing file. */
  readonly force?: boolean | undefined;
  /** For CSV and TSV: puts an apostrophe in front of formulas, which changes these cells. */
  readonly spreadsheetSafe?: boolean | undefined;
}

export class TypedFile {
  /** Made with the first rows. It takes its name or is given up by itself. */
  readonly out: OutFile;
  readonly #encoder: Encoder;

  /** Throws RingfenceError "usage" for an unknown format, "io" if the file exists and may not be overwritten. */
  constructor(path: string, columns: readonly TypedColumn[], options: TypedFileOptions = {}, option = "--out") {
    const out = new OutFile(path, { force: options.force ?? false, option });
    const format = requireFormat(path, options.format);
    this.out = out;
    this.#encoder = encoderInto((bytes) => out.write(bytes), columns, format, options.spreadsheetSafe);
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
    this.out.write("");
  }
}

/**
 * The bytes of a file, piece by piece. The same cells give the same bytes, in any pieces. A lone surrogate becomes
 * U+FFFD. `isSpreadsheetSafe`: as in `RowText`.
 */
export function encoderInto(
  sink: ByteSink,
  columns: readonly TypedColumn[],
  format: FileFormat,
  isSpreadsheetSafe = false,
): Encoder {
  const kind = fileKind(format);
  if (kind === "parquet") return new ParquetEncoder(columns, sink);
  // Each piece is a gzip member; together they are one gzip file (RFC 1952).
  const packed: ByteSink = isGzip(format) ? (bytes) => sink(gzipSync(bytes)) : sink;
  return new LinesEncoder(new RowText(columns, kind, isSpreadsheetSafe), packed);
}

/** Output is cut behind a row after about so many characters. */
const PIECE_UNITS = 1 << 20;

class LinesEncoder implements Encoder {
  readonly #lines: RowText;
  readonly #sink: ByteSink;
  #text: string;

  constructor(lines: RowText, sink: ByteSink) {
    this.#lines = lines;
    this.#sink = sink;
    this.#text = lines.heading;
  }

  write(data: readonly ColumnData[], rows: number): void {
    for (let row = 0; row < rows; row++) {
      this.#text += this.#lines.lineOf(data, row);
      if (this.#text.length >= PIECE_UNITS) this.finish();
    }
  }

  writeLines(lines: string): void {
    this.#text += lines;
    this.finish();
  }

  finish(): void {
    if (this.#text === "") return;
    this.#sink(Buffer.from(this.#text, "utf8"));
    this.#text = "";
  }
}
