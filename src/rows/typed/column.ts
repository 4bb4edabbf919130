/** Typed rows in columns: the types, checks of cells, and what all formats have in common. */
import { RingfenceError } from "../../core/errors.ts";

/** `int64` holds bigints, `timestamp` whole milliseconds since 1970 (UTC), `float64` also NaN and infinities. */
const COLUMN_TYPES = ["string", "int32", "int64", "float64", "boolean", "timestamp"] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];

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

/** Throws RingfenceError "usage" for no columns, one without a name, or two with one name. */
export function checkColumns(columns: readonly TypedColumn[]): void {
  if (columns.length === 0) throw new RingfenceError("usage", "a file of rows has at least one column");
  const names = columns.map(({ name }) => name);
  if (names.includes("")) throw new RingfenceError("usage", "a column has a name");
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new RingfenceError("usage", `two columns are called ${JSON.stringify(twice)}`);
}

/** Throws RingfenceError "usage" for a cell that does not fit its column; `firstRow`: of the data, from 0. */
export function checkCells(
  columns: readonly TypedColumn[],
  data: readonly ColumnData[],
  rows: number,
  firstRow: number,
): void {
  if (data.length !== columns.length) {
    throw new RingfenceError("usage", `the file has ${columns.length} columns, and cells of ${data.length} came`);
  }
  for (const [at, { name, type, nullable = false }] of columns.entries()) {
    const cells = data[at]!;
    const fits = FITS[type];
    for (let row = 0; row < rows; row++) {
      const cell = cells[row];
      if (cell === null && nullable) continue;
      if (cell !== undefined && cell !== null && fits(cell)) continue;
      const expected = nullable ? `${type} or null` : type;
      throw new RingfenceError(
        "usage",
        `row ${firstRow + row + 1}, column ${name}: expected ${expected}, got ${shown(cell)}`,
      );
    }
  }
}

function shown(cell: Cell | undefined): string {
  return typeof cell === "string" ? JSON.stringify(cell.slice(0, 40)) : String(cell);
}
