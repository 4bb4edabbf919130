import { unit, unitOpen } from "../../core/random.ts";

/** Two hours: longer calls exist and tell nothing more. */
const MAX_CALL_S = 7200;

/**
 * Whole seconds in [1, MAX_CALL_S], lognormal by its median, from the first two of `words`. As core/distributions.ts
 * has it, but written out: where V8 does not inline a function, words above 2^31 that go in and the fraction that comes
 * out are boxed, for every call.
 */
export function callLengthS(words: Uint32Array, medianS: number, sigma: number): number {
  const normal = Math.sqrt(-2 * Math.log(unitOpen(words[0]!))) * Math.cos(2 * Math.PI * unit(words[1]!));
  const seconds = Math.round(medianS * Math.exp(sigma * normal));
  return Math.min(MAX_CALL_S, Math.max(1, seconds));
}
