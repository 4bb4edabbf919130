/**
 * Columns: typed arrays laid one after the other over a single SharedArrayBuffer, so that a batch is
 * handed to another thread as one handle and nothing is copied.
 */
export const COLUMN_TYPES = {
  u8: Uint8Array,
  u16: Uint16Array,
  u32: Uint32Array,
  i32: Int32Array,
  f64: Float64Array,
} as const;

export type ColumnType = keyof typeof COLUMN_TYPES;

/** A column's element type and length, in elements. */
export type ColumnSpec = readonly [type: ColumnType, length: number];

type ColumnArray<T extends ColumnType> = T extends "u8"
  ? Uint8Array
  : T extends "u16"
    ? Uint16Array
    : T extends "u32"
      ? Uint32Array
      : T extends "i32"
        ? Int32Array
        : Float64Array;

export type Columns<S extends Readonly<Record<string, ColumnSpec>>> = {
  readonly [K in keyof S]: ColumnArray<S[K][0]>;
};

/** Columns start on cache lines: two threads that write neighbouring columns then never share one. */
const ALIGNMENT_BYTES = 64;

/** Bytes that `layColumns` needs for these columns. */
export function columnsByteLength(spec: Readonly<Record<string, ColumnSpec>>): number {
  let byteLength = 0;
  for (const [type, length] of Object.values(spec)) {
    byteLength += align(length * COLUMN_TYPES[type].BYTES_PER_ELEMENT);
  }
  return byteLength;
}

/** Lays the columns over `buffer`, which must hold at least `columnsByteLength(spec)` bytes from `byteOffset` on. */
export function layColumns<const S extends Readonly<Record<string, ColumnSpec>>>(
  buffer: SharedArrayBuffer,
  spec: S,
  byteOffset = 0,
): Columns<S> {
  const columns: Record<string, unknown> = {};
  let offset = byteOffset;
  for (const [name, [type, length]] of Object.entries(spec)) {
    const Column: new (buffer: SharedArrayBuffer, byteOffset: number, length: number) => unknown = COLUMN_TYPES[type];
    columns[name] = new Column(buffer, offset, length);
    offset += align(length * COLUMN_TYPES[type].BYTES_PER_ELEMENT);
  }
  return columns as Columns<S>;
}

function align(byteLength: number): number {
  return Math.ceil(byteLength / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
}
