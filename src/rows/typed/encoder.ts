/** Typed rows as the bytes of a file, piece by piece. Memory: a piece, and what one part of a format needs. */
import { gzipSync } from "node:zlib";
import type { ByteSink, ColumnData, Encoder, TypedColumn } from "./column.ts";
import { type FileFormat, isGzip, fileKind } from "../file-format.ts";
import { ParquetEncoder } from "../parquet/parquet-encoder.ts";
import { RowText } from "./row-text.ts";

/**
 * The same cells give the same bytes, in any pieces. A lone surrogate becomes U+FFFD. `isSpreadsheetSafe`: as in
 * `RowText`.
 */
export function encoderInto(
  sink: ByteSink,
  columns: readonly TypedColumn[],
  format: FileFormat,
  isSpreadsheetSafe = false,
): Encoder {
  const kind = fileKind(format);
  if (kind === "parquet") return new ParquetEncoder(columns, sink);
  return new LinesEncoder(new RowText(columns, kind, isSpreadsheetSafe), isGzip(format) ? gzipInto(sink) : sink);
}

/** Output is cut behind a row after about so many characters. */
const PIECE_UNITS = 1 << 20;

export class LinesEncoder implements Encoder {
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

  /** Writes lines that were made elsewhere, at once. */
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

/** Each piece is a gzip member; together they are one gzip file (RFC 1952). */
function gzipInto(sink: ByteSink): ByteSink {
  return (bytes) => sink(gzipSync(bytes));
}
