/** Rungs of the ladder of obfuscation, as gangs draw them for each message. */
import { sumOf } from "../../core/sum.ts";
import { OBFUSCATION_LEVELS } from "../../event/taxonomy.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { OBFUSCATION } from "./adversary/effects.ts";

export function rungShares({ gangs }: Scenario): readonly Float64Array[] {
  return OBFUSCATION.map((weights) => cumulativeShares(weights ?? gangs.obfuscation));
}

export function rungAt(shares: Float64Array, uniform: number): number {
  let level = 0;
  while (uniform >= shares[level]!) level++;
  return level;
}

/** Cumulative shares of relative weights. The last is 1, so that every uniform number in [0, 1) has a level. */
function cumulativeShares(weights: readonly number[]): Float64Array {
  const total = sumOf(weights);
  const shares = new Float64Array(OBFUSCATION_LEVELS);
  let sum = 0;
  for (let level = 0; level < OBFUSCATION_LEVELS; level++) {
    sum += weights[level]! / total;
    shares[level] = sum;
  }
  shares[OBFUSCATION_LEVELS - 1] = 1;
  return shares;
}
