/** Rooms: parts of a memory that threads share, each of them some thread's own, to hand a kernel what it works on. */
import { threadId } from "node:worker_threads";

/**
 * The room of this thread, which it keeps, of those whose owners are noted in `owners`; -1 where there is none left. Of the rooms before it,
 * none is ever given back.
 */
export function takeRoom(owners: Int32Array): number {
  const thread = threadId + 1;
  for (let room = 0; room < owners.length; room++) {
    const owner = Atomics.compareExchange(owners, room, 0, thread);
    if (owner === 0 || owner === thread) return room;
  }
  return -1;
}
