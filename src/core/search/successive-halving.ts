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
  /** What tries come to, each the `repeat`-th of a candidate, from 0: more is better. Asked once a round. */
  readonly measure: (tries: readonly Try<Candidate>[]) => Promise<readonly number[]>;
}

export interface Try<Candidate> {
  readonly candidate: Candidate;
  readonly repeat: number;
}

interface Tried<Candidate> {
  readonly candidate: Candidate;
  readonly order: number;
  tries: number;
  sum: number;
}

/** The candidate that is left. */
export async function bestByHalving<Candidate>(options: HalvingOptions<Candidate>): Promise<Candidate> {
  const { candidates, budget, repeats, measure } = options;
  assert(candidates.length > 0, "there must be a candidate");
  const rounds = roundsOf(candidates.length);
  let left: Tried<Candidate>[] = candidates.map((candidate, order) => ({ candidate, order, tries: 0, sum: 0 }));
  for (let round = 0; round < rounds; round++) {
    const more = Math.max(1, Math.floor(budget / (left.length * rounds)));
    const asked = left.flatMap((each) => {
      const until = Math.min(repeats, each.tries + more);
      return Array.from({ length: Math.max(0, until - each.tries) }, (_, at) => ({ each, repeat: each.tries + at }));
    });
    const found = await measure(asked.map(({ each, repeat }) => ({ candidate: each.candidate, repeat })));
    for (const [at, { each }] of asked.entries()) {
      each.sum += found[at]!;
      each.tries++;
    }
    left = left.toSorted(byMean).slice(0, Math.ceil(left.length / 2));
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
