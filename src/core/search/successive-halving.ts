/**
 * Successive halving: of many candidates, the one whose mean is greatest, with a budget of tries. All are tried a few
 * times, the better half goes on, and is tried as often together (Jamieson and Talwalkar, "Non-stochastic best arm
 * identification and hyperparameter optimization", AISTATS 2016).
 */
import { assert } from "../assert.ts";

export interface HalvingOptions<Candidate> {
  /** At least one. Of equal ones, the earlier is kept. */
  readonly candidates: readonly Candidate[];
  /** Tries at most. */
  readonly budget: number;
  /** Tries of a candidate at most: each is a seed, the same for all candidates. */
  readonly repeats: number;
  /** What the `repeat`-th try of a candidate, from 0, comes to: more is better. */
  readonly measure: (candidate: Candidate, repeat: number) => Promise<number>;
  /** Called when the candidate in the lead may have changed. */
  readonly onBest?: (best: Candidate) => void;
}

interface Tried<Candidate> {
  readonly candidate: Candidate;
  readonly order: number;
  tries: number;
  sum: number;
}

/** The candidate that is left. */
export async function bestByHalving<Candidate>(options: HalvingOptions<Candidate>): Promise<Candidate> {
  const { candidates, budget, repeats, measure, onBest } = options;
  assert(candidates.length > 0, "there must be a candidate");
  const rounds = roundsOf(candidates.length);
  let left: Tried<Candidate>[] = candidates.map((candidate, order) => ({ candidate, order, tries: 0, sum: 0 }));
  for (let round = 0; round < rounds; round++) {
    const more = Math.max(1, Math.floor(budget / (left.length * rounds)));
    for (const each of left) {
      const until = Math.min(repeats, each.tries + more);
      for (; each.tries < until; each.tries++) each.sum += await measure(each.candidate, each.tries);
    }
    left = left.toSorted(byMean).slice(0, Math.ceil(left.length / 2));
    onBest?.(left[0]!.candidate);
  }
  return left[0]!.candidate;
}

/** As many candidates as a budget of tries is enough for: each is tried once at least in each round that it is in. */
export function candidatesFor(budget: number): number {
  let count = 1;
  while ((count + 1) * roundsOf(count + 1) <= budget) count++;
  return count;
}

/** Until one of so many is left. */
function roundsOf(count: number): number {
  return Math.ceil(Math.log2(count));
}

function byMean<Candidate>(a: Tried<Candidate>, b: Tried<Candidate>): number {
  return b.sum / b.tries - a.sum / a.tries || a.order - b.order;
}
