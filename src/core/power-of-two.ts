/** The first power of two times `first` that is not below `least`. */
export function powerOfTwo(least: number, first = 1): number {
  let size = first;
  while (size < least) size *= 2;
  return size;
}
