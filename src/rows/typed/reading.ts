/** A file of typed rows that is open, whatever its format. */
import type { Cell, TypedColumn } from "./column.ts";

/** Some rows, column by column in the order asked for. */
export interface RowPiece {
  readonly rows: number;
  readonly data: readonly (readonly Cell[])[];
}

export interface OpenRows {
  /** The columns that the file has. */
  readonly names: readonly string[];
  /** The rows in these columns, which are read as these types, in any order. To be called once. */
  read(columns: readonly TypedColumn[]): AsyncGenerator<RowPiece>;
  /** For a file of which nothing is read. */
  close(): Promise<void>;
}
