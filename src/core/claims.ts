/**
 * Who does which piece of a job: workers help themselves from a list in shared memory, so that none waits for the main
 * thread to hand out the next piece, and the quick one does more. A worker that failed half-way is known by what it
 * claimed.
 */

/** One word a piece: 0, or the claimant. */
export type Claims = SharedArrayBuffer;

const FREE = 0;

export function allocateClaims(pieces: number): Claims {
  return new SharedArrayBuffer(pieces * 4);
}

/**
 * Claims a piece for `claimant`, a whole number from 1. True if it was free, or is the claimant's already: a task that
 * is tried again under the same number does again what it had claimed, and then goes on.
 */
export function claim(claims: Int32Array, piece: number, claimant: number): boolean {
  const holder = Atomics.compareExchange(claims, piece, FREE, claimant);
  return holder === FREE || holder === claimant;
}

/** Whether any piece is nobody's. */
export function anyFree(claims: Int32Array): boolean {
  return claims.includes(FREE);
}
