/** What each format of typed rows does: it writes cells that fit, and reads the rows of a file. */
import type { Cell, ColumnData, TypedColumn } from "./column.ts";

/** Takes the bytes of a file, in order. They are valid during the call alone. */
export type ByteSink = (bytes: Uint8Array) => void;

export interface Encoder {
  write(data: readonly ColumnData[], rows: number): void;
  finish(): void;
}

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
