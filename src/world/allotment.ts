/**
 * Shares kept closely among few: the shares of typologies among a hundred gangs would vary by a tenth from seed to seed
 * if each were drawn, and what is measured with them. Instead gang i takes the i-th point of an additive sequence that
 * fills (0, 1) evenly from the first point on (R2: Roberts 2018, "The unreasonable effectiveness of quasirandom
 * sequences"), shifted at random by the seed. One gang more or less moves nobody else.
 */
import { sumOf } from "../core/sum.ts";

/**
 * 1 / g and 1 / g^2, where g is the real root of x^3 = x + 1; and the golden ratio's, for a third dimension in time.
 */
const FIRST = 0.7548776662466927;
const SECOND = 0.5698402909980532;
const GOLDEN = 0.618033988749895;

/** A point in [0, 1) for what a gang is. `shift`: a uniform number of the seed's. */
export function allotGang(gang: number, shift: number): number {
  return fraction(shift + gang * FIRST);
}

/** A point in [0, 1) for what a gang does in its `serial`-th campaign, evenly over gangs and campaigns. */
export function allotCampaign(gang: number, serial: number, shift: number): number {
  return fraction(shift + gang * SECOND + serial * GOLDEN);
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
