/** Writes typed rows piece by piece. Memory: a piece, and what one part of a format needs. */
import { gzipSync } from "node:zlib";
import { type Cell, type ColumnData, type TypedColumn, checkCells, checkColumns } from "./column.ts";
import type { ByteSink, Encoder } from "./format.ts";
import { type FileFormat, isGzip, fileKind } from "../file-format.ts";
import { ParquetEncoder } from "../parquet/parquet-encoder.ts";
import { LinesEncoder } from "./lines-encoder.ts";

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
        : new LinesEncoder(columns, isGzip(format) ? gzipInto(sink) : sink, { kind, spreadsheetSafe });
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

/** Each piece is a gzip member; together they are one gzip file (RFC 1952). */
function gzipInto(sink: ByteSink): ByteSink {
  return (bytes) => sink(gzipSync(bytes));
}
