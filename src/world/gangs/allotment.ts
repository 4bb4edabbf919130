/**
 * Keeps shares close to their targets among few gangs. If each typology were drawn, its share among a hundred gangs
 * would vary by a tenth from seed to seed. Instead gang i takes the i-th point of an additive sequence that fills (0,
 * 1) evenly, shifted at random by the seed. The steps are the golden ratio and the roots of 2 and 3: their continued
 * fractions have no large term, which bounds the unevenness (Niederreiter 1992, Random number generation and
 * quasi-Monte Carlo methods, 3.1).
 */
import { sumOf } from "../../core/sum.ts";

const GOLDEN = 0.618033988749895;
const ROOT_OF_TWO = 0.41421356237309503;
const ROOT_OF_THREE = 0.7320508075688772;

/** A point in [0, 1) that decides a property of a gang. `shift`: a uniform number from the seed. */
export function allotGang(gang: number, shift: number): number {
  return fraction(shift + gang * GOLDEN);
}

/** A point in [0, 1) that decides a gang's `serial`-th campaign, spread evenly over gangs and campaigns. */
export function allotCampaign(gang: number, serial: number, shift: number): number {
  return fraction(shift + gang * ROOT_OF_TWO + serial * ROOT_OF_THREE);
}

function fraction(value: number): number {
  return value - Math.floor(value);
}

/** The index of the weight in whose part of the whole the point lies. Weights >= 0, not all 0. */
export function indexAt(weights: readonly number[], point: number): number {
  const total = sumOf(weights);
  let rest = point * total;
  let last = 0;
  for (let index = 0; index < weights.length; index++) {
    if (weights[index] === 0) continue;
    last = index;
    rest -= weights[index]!;
    if (rest < 0) return index;
  }
  return last;
}
