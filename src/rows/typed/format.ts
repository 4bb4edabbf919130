/** The interfaces of all formats of typed rows. */
import type { Cell, ColumnData, TypedColumn } from "./column.ts";

/** Takes the bytes of a file, in order. They are valid only during the call. */
export type ByteSink = (bytes: Uint8Array) => void;

export interface Encoder {
  write(data: readonly ColumnData[], rows: number): void;
  finish(): void;
}

/** Some rows, by column in the order that was asked for. */
export interface RowPiece {
  readonly rows: number;
  readonly data: readonly (readonly Cell[])[];
}

export interface OpenRows {
  readonly names: readonly string[];
  /** The rows in these columns, as these types. Call it once. */
  read(columns: readonly TypedColumn[]): AsyncGenerator<RowPiece>;
  /** Call it if `read` is not called. */
  close(): Promise<void>;
}
