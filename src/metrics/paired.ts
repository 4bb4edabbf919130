/**
 * Differences of pairs: two runs of one seed share the luck that has nothing to do with what sets them apart, so it
 * drops out of their difference. The seeds are the sample.
 */
import { sumOf } from "../core/sum.ts";
import { NORMAL_95, studentQuantile, studentTail } from "./student.ts";
import { normalQuantile } from "./normal.ts";

export interface PairedDifference {
  /** Pairs in which both sides have the figure. */
  readonly n: number;
  /** Null of no pair. */
  readonly mean: number | null;
  /** 95 % by Student's t, for this difference alone. Null below two pairs. */
  readonly low: number | null;
  readonly high: number | null;
  /** Standard deviation of the differences; null below two pairs. */
  readonly deviation: number | null;
  /** Of the test that the mean over worlds is 0, two-sided; null below two pairs. */
  readonly p: number | null;
}

/**
 * The mean of `differences`, one for each pair. Where all are equal and not 0, Student's t would be endless: then p is
 * that of the test of signs, 2 / 2^n.
 */
export function pairedDifference(differences: readonly number[]): PairedDifference {
  const n = differences.length;
  if (n === 0) return { n, mean: null, low: null, high: null, deviation: null, p: null };
  const mean = sumOf(differences) / n;
  if (n === 1) return { n, mean, low: null, high: null, deviation: null, p: null };
  if (differences.every((difference) => difference === differences[0])) {
    const p = differences[0] === 0 ? 1 : halved(2, n);
    return { n, mean: differences[0]!, low: differences[0]!, high: differences[0]!, deviation: 0, p };
  }
  const squares = sumOf(differences.map((difference) => (difference - mean) * (difference - mean)));
  const deviation = Math.sqrt(squares / (n - 1));
  const error = deviation / Math.sqrt(n);
  const half = studentQuantile(n - 1) * error;
  return { n, mean, low: mean - half, high: mean + half, deviation, p: studentTail(mean / error, n - 1) };
}

function halved(value: number, times: number): number {
  let rest = value;
  for (let each = 0; each < times; each++) rest /= 2;
  return rest;
}

/** 80 of 100, in standard errors. */
const POWER = normalQuantile(0.8);

/**
 * About how many pairs it takes to find a difference significant in 80 of 100 studies, if it is what these pairs say,
 * with a spread as theirs, at the two-sided `level` that is left for it among so many. Guenther ("Sample size formulas
 * for normal theory t tests", Am. Statistician 35, 1981): right to a pair or so. More than the pairs there are. Null
 * where the pairs tell no difference or no spread.
 */
export function pairsToTell({ n, mean, deviation }: PairedDifference, level: number): number | null {
  if (mean === null || mean === 0 || deviation === null || deviation === 0) return null;
  const significant = level === 0.05 ? NORMAL_95 : normalQuantile(1 - level / 2);
  const times = ((significant + POWER) * deviation) / mean;
  return Math.max(n + 1, Math.ceil(times * times + (significant * significant) / 2));
}
