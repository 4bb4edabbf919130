/** The first power of two times `first` that is not below `least`. */
export function powerOfTwo(least: number, first = 1): number {
  let size = first;
  while (size < least) size *= 2;
  return size;
}

/** A longer column that begins with what `column` holds; `fill` behind it. */
export function enlarged<Column extends Uint8Array | Uint16Array | Int32Array | Uint32Array | Float64Array>(
  column: Column,
  length: number,
  fill = 0,
): Column {
  const larger = new (column.constructor as new (length: number) => Column)(length);
  larger.set(column);
  if (fill !== 0) larger.fill(fill, column.length);
  return larger;
}
