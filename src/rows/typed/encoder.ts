/** What a format makes of the cells of typed rows. */
import type { ColumnData } from "./column.ts";

/** Takes the bytes of a file, in order. They are valid during the call alone. */
export type ByteSink = (bytes: Uint8Array) => void;

/** What one format makes of cells that fit. */
export interface Encoder {
  write(data: readonly ColumnData[], rows: number): void;
  finish(): void;
}
