/**
 * Ends the process where a module never comes back from being loaded, as it loops: the thread that loads it can do
 * nothing any more, so another looks after it. For the command line alone: a program of somebody else's is not ours to
 * end.
 */
import { Worker, isMainThread } from "node:worker_threads";

let isWatched = false;

/** From now on this process may be ended. */
export function endWhereStuck(): void {
  isWatched = true;
}

/** `words`: what is said then, in front of the time. Returns what ends the watch. Some 30 ms, beside the loading. */
export function watchLoading(words: string, limitMs: number): () => void {
  if (!isWatched || !isMainThread) return () => {};
  const text = `ringfence: ${words} ${limitMs / 1000} s, and holds up the process, which is ended: a loop without an end\n`;
  // A little later than what the thread itself would say of a module that only waits.
  const watcher = new Worker(WATCHER, {
    eval: true,
    execArgv: [],
    workerData: { text, ms: limitMs + 2000, pid: process.pid },
  });
  watcher.unref();
  watcher.on("error", () => {});
  return () => void watcher.terminate();
}

/** A write that does not go by the main thread, which would not pass it on; and a signal that it need not answer. */
const WATCHER = `
const { workerData: { text, ms, pid } } = require("node:worker_threads");
setTimeout(() => {
  try { require("node:fs").writeSync(2, text); } catch {}
  process.kill(pid, "SIGKILL");
}, ms);
`;
