/** Slots: parts of a memory that threads share, one for each thread, to hand a kernel what it works on. */
import { threadId } from "node:worker_threads";

/**
 * The index of this thread's slot; -1 when none is free. `owners` says which thread has each slot. A thread that asks
 * again gets the same one. Slots are never given back.
 */
export function takeSlot(owners: Int32Array): number {
  const thread = threadId + 1;
  for (let slot = 0; slot < owners.length; slot++) {
    const owner = Atomics.compareExchange(owners, slot, 0, thread);
    if (owner === 0 || owner === thread) return slot;
  }
  return -1;
}
