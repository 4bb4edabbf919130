/** Sums over the gangs of a world, with intervals for other gangs like them. */
import { sumOf, sumSquares } from "../core/sum.ts";
import type { Interval } from "./rates.ts";
import { studentQuantile } from "./quantiles.ts";

/** No interval where there are too few gangs, or nothing but zeros, to tell. */
export interface GangSum extends Interval {
  readonly value: number;
}

/**
 * The sum of `parts`, one a gang, gangs without any included; none is below 0. The 95 % interval is for as many gangs
 * drawn anew: the variance of a sum of G is G / (G - 1) times the sum of squared deviations from the mean. A few large
 * gangs make such sums skew, and worlds without one have both a low sum and a low variance: so the interval is made on
 * the scale of logarithms, with Student's t of G - 1, where both ends are as many times the sum away.
 */
export function sumOverGangs(parts: readonly number[] | Float64Array): GangSum {
  const gangs = parts.length;
  const value = sumOf(parts);
  if (gangs < 2 || value === 0) return { value, low: null, high: null };
  return { value, ...onLogarithms(value, relativeVariance(parts, value), gangs) };
}

/** Differences, one a gang, may come to nothing: the interval is on the plain scale. Null where no gang differs. */
export function differenceOverGangs(parts: readonly number[] | Float64Array): GangSum {
  const gangs = parts.length;
  const value = sumOf(parts);
  const variance = gangs < 2 ? 0 : varianceOfSum(parts, value);
  if (variance === 0) return { value, low: null, high: null };
  const half = studentQuantile(gangs - 1) * Math.sqrt(variance);
  return { value, low: value - half, high: value + half };
}

/**
 * The interval of a ratio estimator (Cochran 1977, 6.4): the variance of the residuals, by the square of the divisor.
 */
export function ratioOverGangs(parts: Float64Array, divisors: Float64Array): Interval {
  const gangs = parts.length;
  const divisor = sumOf(divisors);
  if (divisor === 0) return { value: null, low: null, high: null };
  const value = sumOf(parts) / divisor;
  const residuals = Float64Array.from(parts, (part, gang) => part - value * divisors[gang]!);
  const variance = gangs < 2 ? 0 : varianceOfSum(residuals, 0);
  if (variance === 0) return { value, low: null, high: null };
  const half = (studentQuantile(gangs - 1) * Math.sqrt(variance)) / divisor;
  return { value, low: value - half, high: value + half };
}

/** Of a sum of as many parts drawn anew, by the square of the sum. */
export function relativeVariance(parts: ArrayLike<number>, sum: number): number {
  return varianceOfSum(parts, sum) / (sum * sum);
}

export function varianceOfSum(parts: ArrayLike<number>, sum: number): number {
  const { length } = parts;
  return (length / (length - 1)) * sumSquares(parts, sum / length);
}

/** The interval of a sum above 0 whose logarithm has, by the delta method, its relative variance. */
export function onLogarithms(value: number, relative: number, gangs: number): { low: number; high: number } {
  const factor = Math.exp(studentQuantile(gangs - 1) * Math.sqrt(relative));
  return { low: value / factor, high: value * factor };
}
