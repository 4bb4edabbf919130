/**
 * The second hash of a key, for the packed filter. It is independent enough of the first (core/key-hash.ts): one
 * chooses the block, the other the bits within it. Short enough to be inlined.
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
