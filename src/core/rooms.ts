/** Rooms: parts of a memory that threads share, each of them some thread's own, to hand a kernel what it works on. */
import { threadId } from "node:worker_threads";

/**
 * The index of this thread's room, of those whose owners `owners` notes: a thread that asks again gets the same one,
 * any other the first that is free; -1 when none is. Rooms are never given back.
 */
export function takeRoom(owners: Int32Array): number {
  const thread = threadId + 1;
  for (let room = 0; room < owners.length; room++) {
    const owner = Atomics.compareExchange(owners, room, 0, thread);
    if (owner === 0 || owner === thread) return room;
  }
  return -1;
}
