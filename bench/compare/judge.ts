/** Figures of A and B in, a verdict on each out. All is reckoned in logarithms of ratios, positive where B is worse. */
import type { Estimate } from "../harness/statistics.ts";
import { pairedShift, unpairedShift } from "../harness/rank-statistics/hodges-lehmann.ts";
import { holm } from "../../src/metrics/holm.ts";
import { callingTail, leastPairs, samplesToTell, smallestVisible } from "../harness/rank-statistics/power.ts";
import { rankSumTest } from "../harness/rank-statistics/rank-sum.ts";
import type { Metric } from "./result.ts";
import type { Series } from "./series.ts";
import { signedRankTest } from "../harness/rank-statistics/signed-rank.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

/** By how much B is worse, and the p-value of that before it is corrected for the number of figures. */
export interface Finding {
  readonly worse: Estimate;
  readonly p: number;
}

/** `minEffect` is a factor less 1: 0.02 leaves everything between 1 / 1.02 and 1.02 alone. */
export function judge(all: readonly Series[], { paired, minEffect }: { paired: boolean; minEffect: number }): Metric[] {
  const findings = all.map((series) => (paired ? findingOfPairs(worsenings(series)) : findingOfFiles(series)));
  const pOfAll = holm(findings.map(({ p }) => p));
  const margin = Math.log1p(minEffect);
  return all.map((series, index) => {
    const { name, unit, better, a, b } = series;
    const { worse, p } = findings[index]!;
    const samples = paired ? a.length : a.length + b.length;
    const visible = smallestVisible(worse, shiftOf(series, paired, callingTail(all.length)), samples, margin);
    const doubt = series.doubt ?? null;
    const toTell = paired ? samplesToTell(worse, a.length, margin) : null;
    return {
      name,
      unit,
      better,
      a: [...a],
      b: [...b],
      change: changeOf(worse, better),
      p,
      pOfAll: pOfAll[index]!,
      smallestVisible: visible === null ? null : Math.expm1(visible),
      pairsToTell: toTell === null ? null : Math.max(toTell, leastPairs(all.length)),
      doubt,
      verdict: doubt === null ? verdictOf(worse, pOfAll[index]!, margin) : "cannotTell",
    };
  });
}

/** How much worse B is in each pair, as a logarithm. */
export function worsenings({ better, a, b }: Series): number[] {
  return a.map((before, pair) => (better === "lower" ? Math.log(b[pair]! / before) : Math.log(before / b[pair]!)));
}

export function findingOfPairs(worsened: readonly number[]): Finding {
  return { worse: pairedShift(worsened), p: signedRankTest(worsened) };
}

function findingOfFiles(series: Series): Finding {
  const [logsA, logsB] = badnesses(series);
  return { worse: unpairedShift(logsA, logsB), p: rankSumTest(logsA, logsB) };
}

/** Logarithms of the samples of A and B, the greater the worse. */
function badnesses({ better, a, b }: Series): [number[], number[]] {
  const of = (samples: readonly number[]): number[] =>
    samples.map((x) => (better === "lower" ? Math.log(x) : -Math.log(x)));
  return [of(a), of(b)];
}

/** By how much B is worse, with the interval that leaves `tail` at each end. */
function shiftOf(series: Series, paired: boolean, tail: number): Estimate {
  return paired ? pairedShift(worsenings(series), tail) : unpairedShift(...badnesses(series), tail);
}

/** The verdicts alone, for many findings in a row. */
export function verdictsOf(findings: readonly Finding[], margin: number): Verdict[] {
  const pOfAll = holm(findings.map(({ p }) => p));
  return findings.map(({ worse }, index) => verdictOf(worse, pOfAll[index]!, margin));
}

/**
 * B against A as a share of A: what is worse by a factor of 1.25 is 25 % more where less is better, and 20 % less where
 * more is.
 */
function changeOf({ value, low, high }: Estimate, better: Series["better"]): Estimate {
  const share = (log: number | null): number | null =>
    log === null ? null : Math.expm1(better === "lower" ? log : -log);
  return better === "lower"
    ? { value: share(value)!, low: share(low), high: share(high) }
    : { value: share(value)!, low: share(high), high: share(low) };
}
