/** A sum over the gangs of a world, with an interval for other gangs like them. */
import { studentQuantile } from "./rates.ts";

export interface GangSum {
  readonly value: number;
  /** Null where there are too few gangs, or nothing but zeros, to tell. */
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * The sum of `parts`, one a gang, gangs without any included. The 95 % interval is for as many gangs drawn anew: the
 * variance of a sum of G is G / (G - 1) times the sum of squared deviations from the mean, with Student's t of G - 1. A
 * sum of parts that cannot be negative is not taken below 0.
 */
export function sumOverGangs(parts: ArrayLike<number>): GangSum {
  const gangs = parts.length;
  let value = 0;
  let least = 0;
  let greatest = 0;
  for (let gang = 0; gang < gangs; gang++) {
    value += parts[gang]!;
    least = Math.min(least, parts[gang]!);
    greatest = Math.max(greatest, parts[gang]!);
  }
  if (gangs < 2 || (least === 0 && greatest === 0)) return { value, low: null, high: null };
  let squares = 0;
  for (let gang = 0; gang < gangs; gang++) {
    const deviation = parts[gang]! - value / gangs;
    squares += deviation * deviation;
  }
  const half = studentQuantile(gangs - 1) * Math.sqrt((gangs / (gangs - 1)) * squares);
  return { value, low: least < 0 ? value - half : Math.max(0, value - half), high: value + half };
}
