/**
 * Columns: typed arrays laid one after the other over a single buffer, so that a batch is handed to another thread as
 * one handle and nothing is copied, or to another machine as one message.
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

export type ColumnSpecs = Readonly<Record<string, ColumnSpec>>;

export type Columns<S extends ColumnSpecs> = {
  readonly [K in keyof S]: ColumnArray<S[K][0]>;
};

/** Columns start on cache lines: two threads that write neighbouring columns then never share one. */
const ALIGNMENT_BYTES = 64;

/** Bytes that `layColumns` needs for these columns. */
export function columnsByteLength(spec: ColumnSpecs, alignment = ALIGNMENT_BYTES): number {
  let byteLength = 0;
  for (const [type, length] of Object.values(spec)) {
    byteLength += align(length * COLUMN_TYPES[type].BYTES_PER_ELEMENT, alignment);
  }
  return byteLength;
}

/**
 * Lays the columns over `buffer`, which must hold at least `columnsByteLength(spec)` bytes from `byteOffset` on. With
 * an `alignment` of 1 nothing lies between them: then they come in descending width, from a multiple of the widest on.
 */
export function layColumns<const S extends ColumnSpecs>(
  buffer: ArrayBufferLike,
  spec: S,
  byteOffset = 0,
  alignment = ALIGNMENT_BYTES,
): Columns<S> {
  const columns: Record<string, unknown> = {};
  let offset = byteOffset;
  for (const [name, [type, length]] of Object.entries(spec)) {
    const Column: new (buffer: ArrayBufferLike, byteOffset: number, length: number) => unknown = COLUMN_TYPES[type];
    columns[name] = new Column(buffer, offset, length);
    offset += align(length * COLUMN_TYPES[type].BYTES_PER_ELEMENT, alignment);
  }
  return columns as Columns<S>;
}

function align(byteLength: number, alignment: number): number {
  return Math.ceil(byteLength / alignment) * alignment;
}
