/**
 * What the packed filter makes of the hash of a key (core/key-hash.ts): a second word, independent enough of the first
 * that one may choose a block and the other the bits within it. Short enough to be inlined where it is called.
 */

const UPPER_HALF = 2.3283064365386963e-10;

export function secondHash(key: number, first: number): number {
  const hash = Math.imul(first ^ (key * UPPER_HALF), -749064809);
  return hash ^ (hash >>> 15);
}

/** Spreads the first hash so that its upper bits can choose a block: hash * blocks / 2^32. */
export function spread(first: number): number {
  return Math.imul(first, -2048144777) >>> 0;
}
