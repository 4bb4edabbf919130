/** Two runs of one seed share all luck except that of the difference, so it drops out. The seeds are the sample. */
import { meanOf, varianceOf } from "../core/sum.ts";
import { normalCdf, normalQuantile, studentQuantile, studentTail } from "./quantiles.ts";

export interface PairedDifference {
  /** Pairs in which both sides have the figure. */
  readonly n: number;
  readonly mean: number | null;
  /** 95 % by Student's t, for this difference alone. Null below two pairs. */
  readonly low: number | null;
  readonly high: number | null;
  readonly deviation: number | null;
  /** Of the two-sided test that the mean over worlds is 0; null below two pairs. */
  readonly p: number | null;
}

/** Where all are equal and not 0, Student's t would be endless: p is then that of the test of signs, 2 / 2^n. */
export function pairedDifference(differences: readonly number[]): PairedDifference {
  const n = differences.length;
  if (n === 0) return { n, mean: null, low: null, high: null, deviation: null, p: null };
  const mean = meanOf(differences);
  if (n === 1) return { n, mean, low: null, high: null, deviation: null, p: null };
  if (differences.every((difference) => difference === differences[0])) {
    const p = differences[0] === 0 ? 1 : halved(2, n);
    return { n, mean: differences[0]!, low: differences[0]!, high: differences[0]!, deviation: 0, p };
  }
  const deviation = Math.sqrt(varianceOf(differences));
  const error = deviation / Math.sqrt(n);
  const half = studentQuantile(n - 1) * error;
  return { n, mean, low: mean - half, high: mean + half, deviation, p: studentTail(mean / error, n - 1) };
}

function halved(value: number, times: number): number {
  let rest = value;
  for (let each = 0; each < times; each++) rest /= 2;
  return rest;
}

const POWER = 0.8;
const POWER_ERRORS = normalQuantile(POWER);

/** From so many pairs on, Student's t is close enough to normal. */
const MANY_PAIRS = 100;

/**
 * About how many pairs it takes to find a difference significant in 80 of 100 studies, if it is what these pairs say,
 * with a spread as theirs, at the two-sided `level` that is left for it among so many. By the formula of Guenther
 * ("Sample size formulas for normal theory t tests", Am. Statistician 35, 1981), which is too low for few pairs; these
 * are counted up until the power is there. More than the pairs there are. Null where the pairs tell no difference or no
 * spread.
 */
export function pairsToTell({ n, mean, deviation }: PairedDifference, level: number): number | null {
  if (mean === null || mean === 0 || deviation === null || deviation === 0) return null;
  const effect = Math.abs(mean) / deviation;
  const significant = normalQuantile(1 - level / 2);
  const times = (significant + POWER_ERRORS) / effect;
  let pairs = Math.max(2, n + 1, Math.ceil(times * times + (significant * significant) / 2));
  while (pairs < MANY_PAIRS && testPower(effect, pairs, level) < POWER) pairs++;
  return pairs;
}

/** For `pairs` pairs; the noncentral t as Johnson and Welch approximate it (Biometrika 31, 1940). */
function testPower(effect: number, pairs: number, level: number): number {
  const freedom = pairs - 1;
  const critical = criticalValue(freedom, level);
  const shift = effect * Math.sqrt(pairs) * (1 - 1 / (4 * freedom)) - critical;
  return normalCdf(shift / Math.sqrt(1 + (critical * critical) / (2 * freedom)));
}

/** The t beyond which, on both sides, `level` lies, by halving. */
function criticalValue(freedom: number, level: number): number {
  let [low, high] = [0, 1];
  while (studentTail(high, freedom) > level) high *= 2;
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (studentTail(middle, freedom) > level) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * Raises p-values so that the chance of one false alarm among all stays at the level (Holm, Scand. J. Stat. 6, 1979).
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index).toSorted((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = Array.from<number>({ length: pValues.length });
  let greatest = 0;
  for (const [place, index] of order.entries()) {
    greatest = Math.max(greatest, Math.min(1, pValues[index]! * (pValues.length - place)));
    adjusted[index] = greatest;
  }
  return adjusted;
}
