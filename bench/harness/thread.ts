/** A thread of a bench's own, where a pool would do more in it than is to be measured. */
import { Worker } from "node:worker_threads";
import { RingfenceError } from "../../src/core/errors.ts";
import { noteStart } from "../../src/engine/pool/starting-threads.ts";

/** Starts `#bench-worker/<entry>` with `workerData`. Resolves once its first message says that it is up. */
export async function startThread(entry: string, workerData: unknown): Promise<Worker> {
  const worker = new Worker(new URL(import.meta.resolve(`#bench-worker/${entry}`)), { workerData });
  await noteStart(nextMessage(worker).then(() => {}));
  return worker;
}

/** Throws RingfenceError "io" where the thread ends without one. */
export function nextMessage(worker: Worker): Promise<unknown> {
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    // After a message or an error this does nothing.
    worker.once("exit", (code) => reject(new RingfenceError("io", `a thread of the bench ended with code ${code}`)));
  });
}
