/** How long an answered call lasts. */
import { lognormal } from "../core/distributions.ts";

/** Two hours: longer calls exist and tell nothing more. */
const MAX_CALL_S = 7200;

/** Whole seconds in [1, MAX_CALL_S], lognormal by its median, from two words. */
export function callLengthS(word0: number, word1: number, medianS: number, sigma: number): number {
  const seconds = Math.round(lognormal(word0, word1, medianS, sigma));
  return Math.min(MAX_CALL_S, Math.max(1, seconds));
}
