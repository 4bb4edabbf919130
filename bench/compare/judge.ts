/**
 * Figures of A and B in, a verdict on each out. All is reckoned in logarithms of ratios, positive where B is worse; the
 * minimum effect m is one too. A change is significant where the interval at the corrected level excludes zero.
 *
 *     worse      significant, and the estimate is above m
 *     better     significant, and the estimate is below -m
 *     same       neither, and the whole interval lies within -m and m
 *     notWorse   neither, and the interval lies below m: B may be better, which is not proven
 *     cannotTell neither, and the interval reaches beyond m, or there is none: a regression is not ruled out
 */
import { normalQuantile } from "../../src/metrics/quantiles.ts";
import { pairedShift, signedRankBound, unpairedShift } from "../harness/rank-statistics.ts";
import type { Estimate } from "../harness/statistics.ts";
import type { Metric, Verdict } from "./result.ts";
import type { Series } from "./series.ts";

/**
 * The two-sided level of significance over all figures of a comparison (Bonferroni). One of two directions is a
 * regression, so an unchanged program raises an alarm in at most 1 comparison of 100.
 */
export const LEVEL = 0.02;

/** `minEffect` is a factor less 1: 0.02 leaves everything between 1 / 1.02 and 1.02 alone. */
export function judge(all: readonly Series[], { paired, minEffect }: { paired: boolean; minEffect: number }): Metric[] {
  const margin = Math.log1p(minEffect);
  return all.map((series) => {
    const { name, unit, better, a, b, doubt } = series;
    const shift = shiftOf(series, paired);
    const worse = shift();
    const verdict = doubt === null ? verdictOf(worse, shift(LEVEL / 2 / all.length), margin) : "cannotTell";
    const toTell = paired ? pairsToTell(worse, a.length, margin) : null;
    return {
      name,
      unit,
      better,
      a: [...a],
      b: [...b],
      change: changeOf(worse, better),
      pairsToTell: toTell === null ? null : Math.max(toTell, leastPairs(all.length)),
      doubt,
      verdict,
    };
  });
}

/** By how much B is worse, with an interval that leaves out the tail that it is given at each end. */
function shiftOf({ better, a, b }: Series, paired: boolean): (tail?: number) => Estimate {
  const sign = better === "lower" ? 1 : -1;
  const [logsA, logsB] = [a, b].map((samples) => samples.map((sample) => sign * Math.log(sample)));
  const differences = logsB!.map((after, pair) => after - logsA![pair]!);
  return (tail) => (paired ? pairedShift(differences, tail) : unpairedShift(logsA!, logsB!, tail));
}

/** `worse` has an interval of 95 %, `called` the one at the corrected level. */
export function verdictOf({ value, low, high }: Estimate, called: Estimate, margin: number): Verdict {
  if (called.low !== null && called.low > 0 && value > margin) return "worse";
  if (called.high !== null && called.high < 0 && value < -margin) return "better";
  if (low === null || high === null || high > margin) return "cannotTell";
  return low >= -margin ? "same" : "notWorse";
}

/**
 * B against A as a share of A: what is worse by a factor of 1.25 is 25 % more where less is better, and 20 % less where
 * more is.
 */
function changeOf({ value, low, high }: Estimate, better: Series["better"]): Estimate {
  const share = (log: number | null): number | null =>
    log === null ? null : Math.expm1(better === "lower" ? log : -log);
  const [first, last] = better === "lower" ? [low, high] : [high, low];
  return { value: share(value)!, low: share(first), high: share(last) };
}

/** The pairs below which no change could be called in any of so many figures: 7 for one, 8 for two, 9 for five. */
export function leastPairs(figures: number): number {
  let pairs = 1;
  while (signedRankBound(pairs, LEVEL / 2 / figures) === null) pairs++;
  return pairs;
}

/** Half the width of a 95 % interval, and 80 of 100, in standard errors. */
const HALF_WIDTH = normalQuantile(0.975);
const POWER = normalQuantile(0.8);

/**
 * About how many pairs it takes to rule out, in 80 of 100 comparisons of things that are alike, that one is worse by
 * the margin. The error shrinks with the root of their number.
 */
function pairsToTell({ low, high }: Estimate, pairs: number, margin: number): number | null {
  if (low === null || high === null) return null;
  const times = ((high - low) / 2 / HALF_WIDTH) * ((HALF_WIDTH + POWER) / margin);
  return Math.ceil(pairs * times * times);
}
