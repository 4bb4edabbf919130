/**
 * How far the clocks of two threads are apart, by a ping: this thread reads its clock, wakes another that reads its
 * own, and reads again when it has answered. If both read one clock, the middle reading lies between the others. By how
 * much it does not is the error.
 */
import { RingfenceError } from "../../../src/core/errors.ts";
import { startThread } from "../thread.ts";
import { monotonicMs } from "./clock.ts";

type ClockError = {
  pings: number;
  /** The most that a reading lay outside; 0 where the threads agree as far as can be told. */
  worstUs: number;
  /** Of the quickest ping: a difference smaller than this cannot be seen. */
  resolutionUs: number;
};

/** Words of the shared memory: asked, answered. Behind them the reading, a float64. */
export const ASKED = 0;
export const ANSWERED = 1;
export const READING_BYTE = 8;
const SHARED_BYTES = 16;

const PINGS = 200;
/** A thread answers within a millisecond; one that does not within this is gone. */
const ANSWER_LIMIT_MS = 5000;

/** About 60 ms, most of it to start the thread. Blocks this thread for some 10 ms. */
export async function measureClockError(): Promise<ClockError> {
  const shared = new SharedArrayBuffer(SHARED_BYTES);
  const worker = await startThread("harness/latency/clock-error-worker", shared);
  try {
    return ping(shared);
  } finally {
    await worker.terminate();
  }
}

function ping(shared: SharedArrayBuffer): ClockError {
  const words = new Int32Array(shared, 0, 2);
  const reading = new Float64Array(shared, READING_BYTE, 1);
  let worstMs = 0;
  let resolutionMs = Number.POSITIVE_INFINITY;
  for (let i = 0; i < PINGS; i++) {
    const before = monotonicMs();
    Atomics.store(words, ASKED, i + 1);
    Atomics.notify(words, ASKED);
    if (Atomics.wait(words, ANSWERED, i, ANSWER_LIMIT_MS) === "timed-out") {
      throw new RingfenceError("io", `a thread did not answer a ping within ${ANSWER_LIMIT_MS} ms`);
    }
    const after = monotonicMs();
    worstMs = Math.max(worstMs, before - reading[0]!, reading[0]! - after);
    resolutionMs = Math.min(resolutionMs, after - before);
  }
  return { pings: PINGS, worstUs: worstMs * 1000, resolutionUs: resolutionMs * 1000 };
}
