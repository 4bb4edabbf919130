/**
 * The rank-sum test for samples that are not paired (Wilcoxon 1945; Mann and Whitney 1947): does one lie above the
 * other?
 */
import { sumOf, sumSquares } from "../../../src/core/sum.ts";
import { normalCdf, normalQuantile } from "../../../src/metrics/normal.ts";
import { doubledRanks } from "./ranks.ts";

/** Samples of both together up to which the distribution is exact: C(40, 20) choices are counted exactly in doubles. */
const EXACT_UP_TO = 40;

/**
 * The two-sided p-value of "a and b come from one distribution"; exact, ties or not, up to 40 samples in all, beyond
 * that normal.
 */
export function rankSumTest(a: readonly number[], b: readonly number[]): number {
  const ranks = doubledRanks([...a, ...b]);
  const sum = sumOf(ranks.slice(0, a.length));
  if (ranks.length > EXACT_UP_TO) return Math.min(1, 2 * normalTail(ranks, a.length, sum));
  const counts = choiceCounts(ranks, a.length);
  // With ties the two tails are no mirror images: each is counted.
  const tails = [counts.subarray(0, sum + 1), counts.subarray(sum)].map(sumOf);
  return Math.min(1, (2 * Math.min(...tails)) / sumOf(counts));
}

/**
 * The most differences b - a that may be left out at each end so that the rest spans a 1 - 2 `tail` interval: the
 * greatest k with P(U <= k) <= tail; null where there are too few samples.
 */
export function rankSumBound(countA: number, countB: number, tail: number): number | null {
  const all = countA + countB;
  if (all > EXACT_UP_TO) {
    const spread = Math.sqrt((countA * countB * (all + 1)) / 12);
    const bound = Math.floor((countA * countB) / 2 + normalQuantile(tail) * spread - 0.5);
    return bound < 0 ? null : bound;
  }
  const counts = choiceCounts(
    Array.from({ length: all }, (_, index) => index + 1),
    countA,
  );
  const choices = sumOf(counts);
  const least = (countA * (countA + 1)) / 2;
  let below = 0;
  for (let k = 0; least + k < counts.length; k++) {
    below += counts[least + k]!;
    if (below > tail * choices) return k === 0 ? null : k - 1;
  }
  return null;
}

/** At [s], how many choices of `size` of the ranks have the sum s. */
function choiceCounts(ranks: readonly number[], size: number): Float64Array {
  const total = sumOf(ranks);
  const bySize = Array.from({ length: size + 1 }, () => new Float64Array(total + 1));
  bySize[0]![0] = 1;
  for (const rank of ranks) {
    for (let chosen = size; chosen > 0; chosen--) {
      const [with_, without] = [bySize[chosen]!, bySize[chosen - 1]!];
      for (let sum = total; sum >= rank; sum--) with_[sum]! += without[sum - rank]!;
    }
  }
  return bySize[size]!;
}

/**
 * The lesser tail. Ranks are doubled, so half a rank of continuity is 1; the variance of a draw without replacement
 * takes ties in.
 */
function normalTail(ranks: readonly number[], size: number, sum: number): number {
  const n = ranks.length;
  const mean = n + 1;
  const scatter = sumSquares(ranks, mean);
  const deviation = Math.sqrt((size * (n - size) * scatter) / (n * (n - 1)));
  return deviation === 0 ? 0.5 : normalCdf((1 - Math.abs(sum - size * mean)) / deviation);
}
