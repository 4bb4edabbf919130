/** Factors by typology, in the order of TYPOLOGIES, scaled so that their mean over gangs is 1. */
import { TYPOLOGIES, type Typology } from "../../event/taxonomy.ts";

export function typologyFactors(
  relative: Readonly<Record<Typology, number>>,
  weights: Readonly<Record<Typology, number>>,
): Float64Array {
  let [sum, weight] = [0, 0];
  for (const name of TYPOLOGIES) {
    sum += weights[name] * relative[name];
    weight += weights[name];
  }
  return Float64Array.from(TYPOLOGIES, (name) => (relative[name] * weight) / sum);
}
