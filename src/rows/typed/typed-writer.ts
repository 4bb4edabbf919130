/** Writes typed rows piece by piece. Memory: a piece, and what one part of a format needs. */
import { gzipSync } from "node:zlib";
import {
  type Cell,
  type ColumnData,
  type TypedColumn,
  checkCells,
  checkColumns,
  type ByteSink,
  type Encoder,
} from "./column.ts";
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
  readonly columns: readonly TypedColumn[];
  readonly #encoder: Encoder;
  #rows = 0;

  /** Throws RingfenceError "usage" for invalid columns. */
  constructor(
    columns: readonly TypedColumn[],
    sink: ByteSink,
    { format, spreadsheetSafe = false }: TypedWriterOptions,
  ) {
    checkColumns(columns);
    this.columns = columns;
    const kind = fileKind(format);
    this.#encoder =
      kind === "parquet"
        ? new ParquetEncoder(columns, sink)
        : new LinesEncoder(new RowText(columns, kind, spreadsheetSafe), isGzip(format) ? gzipInto(sink) : sink);
  }

  /** Rows so far. */
  get rows(): number {
    return this.#rows;
  }

  /**
   * Appends rows [0, rows) of `data`, the cells by column. Throws RingfenceError "usage" for a cell that does not fit,
   * and errors of the sink. 50 to 300 ns a cell.
   */
  write(data: readonly ColumnData[], rows: number): void {
    checkCells(this.columns, data, rows, this.#rows);
    this.#encoder.write(data, rows);
    this.#rows += rows;
  }

  /** Appends rows with a cell for each column by name; a missing one is null. */
  writeRows(rows: readonly Readonly<Record<string, Cell | undefined>>[]): void {
    const data = this.columns.map(({ name }) =>
      rows.map((row) => (Object.hasOwn(row, name) ? (row[name] ?? null) : null)),
    );
    this.write(data, rows.length);
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
