/** What a comparison could have seen: without it, "nothing found" may mean that nobody could have found anything. */
import { counted } from "../../../src/report/format.ts";
import type { Estimate } from "../statistics.ts";
import { normalQuantile } from "../../../src/metrics/normal.ts";
import { signedRankBound } from "./signed-rank.ts";
import { LEVEL } from "./defaults.ts";

/** 80 of 100, in standard errors. */
const POWER = normalQuantile(0.8);
/** Half the width of a 95 % interval in standard errors. */
const HALF_WIDTH = normalQuantile(0.975);

/**
 * What each of so many figures must fall below at one end of the distribution for the least of their p-values to be
 * significant (Holm).
 */
export function callingTail(figures: number): number {
  return LEVEL / 2 / figures;
}

/**
 * The smallest change of a logarithm that would be called worse in about 80 of 100 further comparisons with noise like
 * this one's. A change is called when it is significant, so that `calling`, the interval at `callingTail`, lies above
 * zero, and when its estimate exceeds `minEffect`: the greater of both demands counts. The standard error is read from
 * the width of the 95 % interval (Lehmann 1963), which takes outliers as the test does. `samples` are the pairs, or the
 * rounds of both files. Null where `calling` has no ends: then no change could be called, however great.
 *
 * Another comparison errs in its estimate and in the width of its interval, and this one's width is chance too: taken
 * for known, only 65 to 77 of 100 were caught. So all three errors are covered, as a prediction interval covers both
 * samples (Hahn and Meeker, "Statistical Intervals", 1991).
 */
export function smallestVisible(
  { low, high }: Estimate,
  calling: Estimate,
  samples: number,
  minEffect: number,
): number | null {
  if (low === null || high === null || calling.low === null || calling.high === null) return null;
  const error = standardError(low, high);
  const half = (calling.high - calling.low) / 2;
  const spread = Math.sqrt(error * error + 2 * half * half * widthVariance(samples));
  return Math.max(half + POWER * spread, minEffect + POWER * error);
}

/**
 * Noise of machines has long tails: reckoned with is that of exponential tails on both sides (Laplace). That of normal
 * noise is 3.
 */
const KURTOSIS = 6;

/**
 * The variance of an interval's width as a share of the width squared: that of a standard deviation (Cramer,
 * "Mathematical Methods of Statistics", 1946, 27.4).
 */
function widthVariance(samples: number): number {
  return (KURTOSIS - 3) / (4 * samples) + 1 / (2 * (samples - 1));
}

/**
 * The pairs below which no change could be called in any of so many figures, at least one: the least p-value that n
 * pairs can have is 2 / 2^n, all of them being worse. 7 for one figure, 8 for two, 9 for three to five.
 */
export function leastPairs(figures: number): number {
  let pairs = 1;
  while (signedRankBound(pairs, callingTail(figures)) === null) pairs++;
  return pairs;
}

/** That no change could be called with so few pairs, as half a sentence; null where one could. */
export function tooFewPairs(pairs: number, figures: number): string | null {
  if (figures === 0 || pairs >= leastPairs(figures)) return null;
  const fewer = pairs >= leastPairs(1) ? ", or fewer figures (--metric)" : "";
  return `with ${counted(pairs, "pair")} no change could be called; at least ${leastPairs(figures)} are needed${fewer}`;
}

/**
 * About how many samples it takes to rule out, in 80 of 100 comparisons of things that are alike, that one is worse by
 * `minEffect`: the upper end of the interval must stay below it. The error shrinks with the root of their number.
 */
export function samplesToTell({ low, high }: Estimate, samples: number, minEffect: number): number | null {
  if (low === null || high === null) return null;
  const wanted = minEffect / (HALF_WIDTH + POWER);
  const times = standardError(low, high) / wanted;
  return Math.ceil(samples * times * times);
}

function standardError(low: number, high: number): number {
  return (high - low) / 2 / HALF_WIDTH;
}
