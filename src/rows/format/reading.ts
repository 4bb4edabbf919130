/** A table file that is open, whatever its format. */
import type { Cell, TableColumn } from "./column.ts";

/** Some rows, column by column in the order asked for. */
export interface TablePiece {
  readonly rows: number;
  readonly data: readonly (readonly Cell[])[];
}

export interface OpenTable {
  /** The columns that the file has. */
  readonly names: readonly string[];
  /** The rows in these columns, which are read as these types, in any order. To be called once. */
  read(columns: readonly TableColumn[]): AsyncGenerator<TablePiece>;
  /** For a table of which nothing is read. */
  close(): Promise<void>;
}
