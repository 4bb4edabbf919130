/**
 * Ranks of numbers, twice over, so that those of ties are whole numbers too: [5, 7, 7] has ranks 1, 2.5, 2.5, here 2,
 * 5, 5.
 */
export function doubledRanks(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).toSorted((a, b) => values[a]! - values[b]!);
  const ranks = Array.from<number>({ length: values.length });
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    // Places from + 1 to `to`: twice their mean is the sum of both ends.
    for (let place = from; place < to; place++) ranks[order[place]!] = from + 1 + to;
  }
  return ranks;
}
