/**
 * 32 bits of a key (an integer below 2^53), both halves of which take part. Short enough to be inlined where it is
 * called.
 */

/** 2^-32, by which the upper half of a key is cut off. */
export const UPPER = 2.3283064365386963e-10;

export function firstHash(key: number): number {
  const upper = (key * UPPER) | 0;
  let hash = (key | 0) ^ Math.imul(upper, -1640531535);
  hash = Math.imul(hash ^ (hash >>> 16), 569420461);
  hash ^= hash >>> 15;
  return hash;
}
