/**
 * By how much do samples differ? The estimate of Hodges and Lehmann (1963), and as its interval every shift that
 * Wilcoxon's test (1945) would not reject. It asks nothing of the noise but that it be symmetric.
 */
import { quantile } from "../../src/core/sum.ts";
import { normalQuantile } from "../../src/metrics/quantiles.ts";
import type { Estimate } from "./statistics.ts";

/** Of an interval of 95 %, at each end. */
const TAIL = 0.025;

/** Of pairs: the median of all means of two differences. Cost n^2 log n; at least one difference. */
export function pairedShift(differences: readonly number[], tail = TAIL): Estimate {
  const means = differences.flatMap((one, i) => differences.slice(i).map((other) => (one + other) / 2));
  return between(means, signedRankBound(differences.length, tail));
}

/** Of samples that are not paired: the median of all differences b - a. At least one sample each. */
export function unpairedShift(a: readonly number[], b: readonly number[], tail = TAIL): Estimate {
  const differences = a.flatMap((before) => b.map((after) => after - before));
  return between(differences, rankSumBound(a.length, b.length, tail));
}

/** `leftOut` at each end lie outside the interval. */
function between(values: number[], leftOut: number | null): Estimate {
  const sorted = Float64Array.from(values).sort();
  const value = quantile(sorted, 0.5)!;
  if (leftOut === null) return { value, low: null, high: null };
  return { value, low: sorted[leftOut]!, high: sorted[sorted.length - 1 - leftOut]! };
}

/** The greatest k with P(sum of the positive ranks of n <= k) <= tail; null where even 0 is too likely. */
export function signedRankBound(n: number, tail: number): number | null {
  const shares = new Float64Array((n * (n + 1)) / 2 + 1);
  shares[0] = 1;
  for (let rank = 1, reached = 0; rank <= n; rank++) {
    reached += rank;
    for (let sum = reached; sum >= 0; sum--) shares[sum] = (shares[sum]! + (shares[sum - rank] ?? 0)) / 2;
  }
  return boundOf(shares, tail);
}

/** Samples of both together up to which the distribution is exact: C(40, 20) choices are counted exactly in doubles. */
const EXACT_UP_TO = 40;

/** The greatest k with P(U <= k) <= tail (Mann and Whitney 1947); null where even 0 is too likely. */
export function rankSumBound(countA: number, countB: number, tail: number): number | null {
  const all = countA + countB;
  if (all > EXACT_UP_TO) {
    const spread = Math.sqrt((countA * countB * (all + 1)) / 12);
    const bound = Math.floor((countA * countB) / 2 + normalQuantile(tail) * spread - 0.5);
    return bound < 0 ? null : bound;
  }
  // At [size][sum], how many choices of so many of the ranks have that sum.
  const counts = Array.from({ length: countA + 1 }, () => new Float64Array((all * (all + 1)) / 2 + 1));
  counts[0]![0] = 1;
  for (let rank = 1; rank <= all; rank++) {
    for (let size = Math.min(rank, countA); size > 0; size--) {
      const [into, from] = [counts[size]!, counts[size - 1]!];
      for (let sum = into.length - 1; sum >= rank; sum--) into[sum]! += from[sum - rank]!;
    }
  }
  const ofA = counts[countA]!;
  const choices = ofA.reduce((total, count) => total + count, 0);
  return boundOf(
    ofA.subarray((countA * (countA + 1)) / 2).map((count) => count / choices),
    tail,
  );
}

function boundOf(shares: Float64Array, tail: number): number | null {
  let below = 0;
  let k = 0;
  while (k < shares.length && below + shares[k]! <= tail) below += shares[k++]!;
  return k === 0 ? null : k - 1;
}
