/**
 * By how much do samples differ? The estimate and interval that belong to the rank tests (Hodges and Lehmann 1963): the
 * interval is every shift that the test, at the same level, would not reject.
 */
import { quantile } from "../../../src/core/quantile.ts";
import type { Estimate } from "../statistics.ts";
import { rankSumBound } from "./rank-sum.ts";
import { signedRankBound } from "./signed-rank.ts";

/** Of an interval of 95 %, at each end. */
const TAIL = 0.025;

/**
 * Of pairs: the median of all means of two differences, one with itself included. Cost n^2 log n; at least one
 * difference.
 */
export function pairedShift(differences: readonly number[], tail = TAIL): Estimate {
  const n = differences.length;
  const means = new Float64Array((n * (n + 1)) / 2);
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = i; j < n; j++) means[at++] = (differences[i]! + differences[j]!) / 2;
  }
  return between(means, signedRankBound(n, tail));
}

/** Of samples that are not paired: the median of all differences b - a. At least one sample each. */
export function unpairedShift(a: readonly number[], b: readonly number[], tail = TAIL): Estimate {
  const differences = Float64Array.from(a.flatMap((before) => b.map((after) => after - before)));
  return between(differences, rankSumBound(a.length, b.length, tail));
}

function between(values: Float64Array, leftOut: number | null): Estimate {
  values.sort();
  const value = quantile(values, 0.5)!;
  if (leftOut === null) return { value, low: null, high: null };
  return { value, low: values[leftOut]!, high: values[values.length - 1 - leftOut]! };
}
