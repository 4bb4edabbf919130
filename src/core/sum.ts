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
