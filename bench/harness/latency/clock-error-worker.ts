/** The thread that answers pings with a reading of its clock (clock-error.ts), until it is ended. */
import { parentPort, workerData } from "node:worker_threads";
import { ANSWERED, ASKED, READING_BYTE } from "./clock-error.ts";
import { monotonicMs } from "./clock.ts";

const shared = workerData as SharedArrayBuffer;
const words = new Int32Array(shared, 0, 2);
const reading = new Float64Array(shared, READING_BYTE, 1);

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
parentPort!.postMessage("up");
for (let answered = 0; ;) {
  Atomics.wait(words, ASKED, answered);
  answered = Atomics.load(words, ASKED);
  reading[0] = monotonicMs();
  Atomics.store(words, ANSWERED, answered);
  Atomics.notify(words, ANSWERED);
}
