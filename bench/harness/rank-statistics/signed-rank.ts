/**
 * The signed-rank test for pairs (Wilcoxon 1945): are differences as often and as far above zero as below? It asks
 * nothing of the noise but that it be symmetric, and one wild pair out of twenty moves it little. Zeros are left out,
 * as Wilcoxon did.
 */
import { sumOf } from "../../../src/core/sum.ts";
import { normalCdf, normalQuantile } from "../../../src/metrics/normal.ts";
import { doubledRanks } from "./ranks.ts";

/** The exact distribution up to here: 2^50 sign assignments are still counted exactly in doubles. */
const EXACT_UP_TO = 50;

/**
 * The two-sided p-value of `differences` against "symmetric about zero"; 1 where none differs from zero. Up to 50
 * differences it is exact, ties or not: over all signs of the ranks at hand. Beyond, normal with a correction for
 * continuity.
 */
export function signedRankTest(differences: readonly number[]): number {
  const nonzero = differences.filter((difference) => difference !== 0);
  const ranks = doubledRanks(nonzero.map(Math.abs));
  const total = sumOf(ranks);
  const positive = ranks.reduce((sum, rank, index) => (nonzero[index]! > 0 ? sum + rank : sum), 0);
  const lesser = Math.min(positive, total - positive);
  return Math.min(1, 2 * (nonzero.length <= EXACT_UP_TO ? exactTail(ranks, lesser) : normalTail(ranks, lesser)));
}

/**
 * The most Walsh averages that may be left out at each end so that the rest still spans a 1 - 2 `tail` interval: the
 * greatest k with P(sum of positive ranks of n <= k) <= tail; null where even 0 is too likely (below six pairs for
 * 0.025).
 */
export function signedRankBound(n: number, tail: number): number | null {
  if (n > EXACT_UP_TO) {
    return Math.floor((n * (n + 1)) / 4 + normalQuantile(tail) * Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24) - 0.5);
  }
  const counts = signCounts(Array.from({ length: n }, (_, index) => index + 1));
  let below = 0;
  for (let k = 0; k < counts.length; k++) {
    below += counts[k]!;
    if (below > tail * assignments(n)) return k === 0 ? null : k - 1;
  }
  return null;
}

/** P(sum of the positive ranks <= sum), each rank's sign being a fair coin. */
function exactTail(ranks: readonly number[], sum: number): number {
  const counts = signCounts(ranks);
  let below = 0;
  for (let at = 0; at <= sum; at++) below += counts[at]!;
  return below / assignments(ranks.length);
}

/** At [s], how many of the 2^n sign assignments give the positive ranks the sum s. */
function signCounts(ranks: readonly number[]): Float64Array {
  const total = sumOf(ranks);
  const counts = new Float64Array(total + 1);
  counts[0] = 1;
  let reached = 0;
  for (const rank of ranks) {
    reached += rank;
    for (let sum = reached; sum >= rank; sum--) counts[sum]! += counts[sum - rank]!;
  }
  return counts;
}

function assignments(n: number): number {
  let count = 1;
  for (let i = 0; i < n; i++) count *= 2;
  return count;
}

/** Ranks are doubled, so half a rank of continuity is 1; the variance over fair signs takes ties in by itself. */
function normalTail(ranks: readonly number[], sum: number): number {
  const mean = sumOf(ranks) / 2;
  const variance = ranks.reduce((total, rank) => total + rank * rank, 0) / 4;
  return normalCdf((sum + 1 - mean) / Math.sqrt(variance));
}
