/** Typed rows in columns: the types, and what all formats have in common. */

/** `int64` holds bigints, `timestamp` whole milliseconds since 1970 (UTC), `float64` also NaN and infinities. */
export type ColumnType = "string" | "int32" | "int64" | "float64" | "boolean" | "timestamp";

export interface TypedColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** True if it may hold null. Default false. */
  readonly nullable?: boolean;
}

export type Cell = string | number | bigint | boolean | null;

/** The cells of one column, in order: a list, or a typed array of numbers. */
export type ColumnData = ArrayLike<Cell>;

/** Takes the bytes of a file, in order. They are valid only during the call. */
export type ByteSink = (bytes: Uint8Array) => void;

export interface Encoder {
  write(data: readonly ColumnData[], rows: number): void;
  finish(): void;
}

const MIN_INT32 = -2147483648;
const MAX_INT32 = 2147483647;
const MIN_INT64 = -9223372036854775808n;
const MAX_INT64 = 9223372036854775807n;
/** The limit of Date. */
const MAX_TIMESTAMP = 8.64e15;

/** By type: true if a cell that is not null fits. */
export const FITS: Readonly<Record<ColumnType, (cell: Cell) => boolean>> = {
  string: (cell) => typeof cell === "string",
  int32: (cell) => Number.isInteger(cell) && (cell as number) >= MIN_INT32 && (cell as number) <= MAX_INT32,
  int64: (cell) => typeof cell === "bigint" && cell >= MIN_INT64 && cell <= MAX_INT64,
  float64: (cell) => typeof cell === "number",
  boolean: (cell) => typeof cell === "boolean",
  timestamp: (cell) => Number.isInteger(cell) && Math.abs(cell as number) <= MAX_TIMESTAMP,
};
