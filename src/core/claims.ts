import { threadId } from "node:worker_threads";

/** Threads claim parts of shared memory, so none waits for the main thread; a task tried again keeps its claims. */
const FREE = 0;

/** One word a piece: 0, or its claimant. */
export function allocateClaims(pieces: number): SharedArrayBuffer {
  return new SharedArrayBuffer(pieces * 4);
}

/** `claimant`: a whole number from 1. True if the piece was free, or is the claimant's already. */
export function claim(claims: Int32Array, piece: number, claimant: number): boolean {
  const holder = Atomics.compareExchange(claims, piece, FREE, claimant);
  return holder === FREE || holder === claimant;
}

export function anyFree(claims: Int32Array): boolean {
  return claims.includes(FREE);
}

/** The index of this thread's slot, always the same one; -1 when none is free. Slots are never given back. */
export function takeSlot(owners: Int32Array): number {
  const thread = threadId + 1;
  for (let slot = 0; slot < owners.length; slot++) {
    const owner = Atomics.compareExchange(owners, slot, 0, thread);
    if (owner === 0 || owner === thread) return slot;
  }
  return -1;
}
