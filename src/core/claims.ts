/**
 * Workers claim the pieces of a job in shared memory: none waits for the main thread to hand out the next piece, and a
 * quick worker does more. A task that is tried again finds what it had claimed.
 */
const FREE = 0;

/** One word a piece: 0, or its claimant. */
export function allocateClaims(pieces: number): SharedArrayBuffer {
  return new SharedArrayBuffer(pieces * 4);
}

/**
 * Claims a piece for `claimant`, a whole number from 1. True if it was free, or is the claimant's already: a task that
 * is tried again under the same number redoes what it had claimed, and then goes on.
 */
export function claim(claims: Int32Array, piece: number, claimant: number): boolean {
  const holder = Atomics.compareExchange(claims, piece, FREE, claimant);
  return holder === FREE || holder === claimant;
}

/** True if a piece has no claimant. */
export function anyFree(claims: Int32Array): boolean {
  return claims.includes(FREE);
}
