/** Writes typed rows piece by piece. Memory: a piece, and what one part of a format needs. */
import { gzipSync } from "node:zlib";
import { type Cell, type ColumnData, type TypedColumn, checkCells, checkColumns } from "./column.ts";
import type { ByteSink, Encoder } from "./format.ts";
import { type FileFormat, isGzip, fileKind } from "../file-format.ts";
import { ParquetEncoder } from "../parquet/parquet-encoder.ts";
import { LinesEncoder } from "./lines-encoder.ts";

export interface TypedWriterOptions {
  readonly format: FileFormat;
  /**
   * CSV and TSV: cells that are formulas get an apostrophe. What is read back then differs; left out: nothing is
   * changed.
   */
  readonly spreadsheetSafe?: boolean;
}

/**
 * A writer of typed rows: the same cells give the same bytes, into whatever pieces they are cut. Strings have no lone
 * surrogates in UTF-8: one becomes U+FFFD, in all formats.
 */
export class TypedWriter {
  readonly columns: readonly TypedColumn[];
  readonly #encoder: Encoder;
  #rows = 0;

  /** Throws RingfenceError "usage" for columns that no file can have. */
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
        : new LinesEncoder(columns, isGzip(format) ? gzipInto(sink) : sink, { kind, spreadsheetSafe });
  }

  /** Rows so far. */
  get rows(): number {
    return this.#rows;
  }

  /**
   * Appends rows [0, rows) of `data`, which has the cells of each column. Throws RingfenceError "usage" for one that
   * does not fit, and what the sink throws. Cost: 50 to 300 ns a cell.
   */
  write(data: readonly ColumnData[], rows: number): void {
    checkCells(this.columns, data, rows, this.#rows);
    this.#encoder.write(data, rows);
    this.#rows += rows;
  }

  /** Appends rows that have a cell for each name of a column; one that is left out is null. */
  writeRows(rows: readonly Readonly<Record<string, Cell | undefined>>[]): void {
    const data = this.columns.map(({ name }) =>
      rows.map((row) => (Object.hasOwn(row, name) ? (row[name] ?? null) : null)),
    );
    this.write(data, rows.length);
  }

  /** Writes what is still held, and what a format has at its end. */
  finish(): void {
    this.#encoder.finish();
  }
}

/** Each piece is a member of its own: together they are one gzip file (RFC 1952). */
function gzipInto(sink: ByteSink): ByteSink {
  return (bytes) => sink(gzipSync(bytes));
}
