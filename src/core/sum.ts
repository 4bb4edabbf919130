/** The sum of all, added from the first to the last; 0 of none. */
export function sumOf(numbers: Iterable<number>): number {
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum;
}

/** Of one at least. */
export function meanOf(numbers: readonly number[]): number {
  return sumOf(numbers) / numbers.length;
}

/** The sum of squared deviations from `centre`, added from the first to the last. */
export function sumSquares(numbers: ArrayLike<number>, centre: number): number {
  let sum = 0;
  for (let i = 0; i < numbers.length; i++) sum += (numbers[i]! - centre) * (numbers[i]! - centre);
  return sum;
}

/** The variance of what these are a sample of, from two at least. */
export function varianceOf(sample: readonly number[]): number {
  return sumSquares(sample, meanOf(sample)) / (sample.length - 1);
}

/** The `share` quantile of ascending values, linear between neighbours (Hyndman and Fan 1996, type 7); null of none. */
export function quantile(ascending: ArrayLike<number>, share: number): number | null {
  if (ascending.length === 0) return null;
  const at = share * (ascending.length - 1);
  const below = Math.floor(at);
  const low = ascending[below]!;
  const high = ascending[Math.min(below + 1, ascending.length - 1)]!;
  return low + (high - low) * (at - below);
}
