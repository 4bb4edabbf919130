/** Writes typed rows piece by piece. Memory: a piece, and what one part of a format needs. */
import { gzipSync } from "node:zlib";
import type { ByteSink, ColumnData, Encoder, TypedColumn } from "./column.ts";
import { type FileFormat, isGzip, fileKind } from "../file-format.ts";
import { ParquetEncoder } from "../parquet/parquet-encoder.ts";
import { RowText } from "./row-text.ts";

export interface TypedWriterOptions {
  readonly format: FileFormat;
  /** For CSV and TSV: puts an apostrophe in front of formulas, which changes these cells. */
  readonly spreadsheetSafe?: boolean;
}

/** A writer of typed rows. The same cells give the same bytes, in any pieces. A lone surrogate becomes U+FFFD. */
export class TypedWriter {
  readonly #encoder: Encoder;

  constructor(
    columns: readonly TypedColumn[],
    sink: ByteSink,
    { format, spreadsheetSafe = false }: TypedWriterOptions,
  ) {
    const kind = fileKind(format);
    this.#encoder =
      kind === "parquet"
        ? new ParquetEncoder(columns, sink)
        : new LinesEncoder(new RowText(columns, kind, spreadsheetSafe), isGzip(format) ? gzipInto(sink) : sink);
  }

  /** Appends rows [0, rows) of `data`, the cells by column. Throws errors of the sink. */
  write(data: readonly ColumnData[], rows: number): void {
    this.#encoder.write(data, rows);
  }

  /** Writes the rest, and the end of the format. */
  finish(): void {
    this.#encoder.finish();
  }
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
