/**
 * Two 32-bit hash words of a key (an integer below 2^53). Both halves of the key take part; the second word is
 * independent enough of the first that one may choose a block and the other the bits within it. Short enough to be
 * inlined where it is called.
 */
import { UPPER } from "../core/key-hash.ts";

export { firstHash } from "../core/key-hash.ts";

/** Must be given the first hash of the same key. */
export function secondHash(key: number, first: number): number {
  const upper = (key * UPPER) | 0;
  const hash = Math.imul(first ^ upper, -749064809);
  return hash ^ (hash >>> 15);
}

/** Spreads the first hash so that its upper bits can choose a block: hash * blocks / 2^32. */
export function spread(first: number): number {
  return Math.imul(first, -2048144777) >>> 0;
}
