/** Each of the items in turn, for ever. */
export function turns<T>(items: readonly T[]): () => T {
  let turn = 0;
  return () => items[turn++ % items.length]!;
}
