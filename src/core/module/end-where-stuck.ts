/**
 * What becomes of the main thread where code of a user's own never comes back to it: it can do nothing any more, so
 * another thread looks after it. For the command line alone: a program of somebody else's is not ours to end.
 *
 * It is counted in looks, not by the clock, which goes on while a process is stopped. The thread has got further if it
 * marked a step (thread-marks.ts), or came round to its events again.
 */
import { Script } from "node:vm";
import { Worker, isMainThread } from "node:worker_threads";
import { RingfenceError, errorCode } from "../errors.ts";
import { NOWHERE, allocateMarks, markStepsIn, noteStep } from "../thread-marks.ts";

/** Ctrl-C came while code of a user's own ran on the main thread. Listeners to the signal have been called. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

interface Limits {
  readonly lookMs: number;
  /** Looks without any step, after which the process is ended: while a module loads, and else. */
  readonly loadingLooks: number;
  readonly stuckLooks: number;
}

/** Of what loads, the thread itself says first that it only waits (own-modules.ts). */
const USUAL: Limits = { lookMs: 1000, loadingLooks: 22, stuckLooks: 60 };

/** Words of the memory that the watch looks at. */
const [TURNS, PHASE, IS_ASKED, WORDS] = [0, 1, 2, 3];
/** What the main thread is at. */
const [OTHER, LOADING, ENDABLE] = [0, 1, 2];

interface Watch {
  readonly words: Int32Array;
  readonly thread: Worker;
}

let limits: Limits | null = null;
let watch: Watch | null = null;
/** The code of a user's own that may be at work, for messages. */
let ownCode = "";
let isInside = false;
/** Nothing of such code is begun any more. */
let isOver = false;

/** From now on this process may be ended. `given`: for tests. */
export function endWhereStuck(given: Limits = USUAL): void {
  limits = given;
}

/** A module begins to load; `words` are said where it never comes back. Returns what is to be called once it has. */
export function watchLoading(words: string): () => void {
  if (limits === null || !isMainThread) return () => {};
  watch ??= startWatch(limits);
  say(words);
  const before = Atomics.exchange(watch.words, PHASE, LOADING);
  return () => {
    Atomics.store(watch!.words, PHASE, before);
    say(stuckWords("the process was ended"));
  };
}

/** What modules of a user's own are known by now. */
export function noteOwnCode(words: string): void {
  ownCode = words;
  say(stuckWords("the process was ended"));
}

/**
 * What `act` returns, which runs code of a user's own on the main thread: Ctrl-C ends it even where it loops, and so
 * does the watch after a minute without a step. Throws Interrupted or RingfenceError "config" then. Costs some 200 µs;
 * without such code, and in other threads and programs, it calls `act` and does nothing else.
 */
export function endable<Result>(act: () => Result): Result {
  if (watch === null || isInside || ownCode === "" || !isMainThread) return act();
  if (isOver) throw new Interrupted("interrupted");
  let outcome: { readonly result: Result } | { readonly thrown: unknown } | undefined;
  globals[CALLED] = () => {
    try {
      outcome = { result: act() };
    } catch (thrown) {
      outcome = { thrown };
    }
  };
  noteStep(NOWHERE);
  const { words } = watch;
  Atomics.store(words, PHASE, ENDABLE);
  isInside = true;
  try {
    CALLER.runInThisContext({ breakOnSigint: true });
  } catch (error) {
    if (errorCode(error) !== "ERR_SCRIPT_EXECUTION_INTERRUPTED") throw error;
    throw interruption(words);
  } finally {
    isInside = false;
    delete globals[CALLED];
    Atomics.store(words, PHASE, OTHER);
  }
  if ("thrown" in outcome!) throw outcome.thrown;
  return outcome!.result;
}

/** V8 ends what a script calls when the signal comes; to the script, the function is handed by this name. */
const CALLED = Symbol.for("ringfence.endable");
const CALLER = new Script(`globalThis[Symbol.for(${JSON.stringify(CALLED.description)})]()`);
const globals = globalThis as unknown as Record<symbol, () => void>;

/** The signal was the watch's own, or a user's: whoever listens to it hears of the latter now. */
function interruption(words: Int32Array): Error {
  if (Atomics.exchange(words, IS_ASKED, 0) !== 0) {
    return new RingfenceError("config", stuckWords("was ended"));
  }
  isOver = true;
  if (!process.emit("SIGINT")) process.kill(process.pid, "SIGINT");
  return new Interrupted("interrupted");
}

function stuckWords(what: string): string {
  const { lookMs, stuckLooks } = limits ?? USUAL;
  return `${ownCode}: it held up the main thread for ${(stuckLooks * lookMs) / 1000} s, and ${what}: does it loop without an end?`;
}

function say(words: string): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  watch?.thread.postMessage(`ringfence: ${words}\n`);
}

/** Some 30 ms, beside the loading. */
function startWatch({ lookMs, ...looks }: Limits): Watch {
  const words = new Int32Array(new SharedArrayBuffer(WORDS * 4));
  const marks = allocateMarks();
  markStepsIn(marks);
  const workerData = { words, marks: new Int32Array(marks), lookMs, ...looks, pid: process.pid };
  const thread = new Worker(WATCHER, { eval: true, execArgv: [], workerData });
  thread.unref();
  thread.on("error", () => {});
  setInterval(() => void Atomics.add(words, TURNS, 1), lookMs / 2).unref();
  return { words, thread };
}

/**
 * What is endable gets the signal first, and a few looks more. The rest is a write that does not go by the main thread,
 * which would not pass it on, and a signal that it need not answer.
 */
const WATCHER = `
const { workerData, parentPort } = require("node:worker_threads");
const { words, marks, lookMs, loadingLooks, stuckLooks, pid } = workerData;
let text = "";
parentPort.on("message", (said) => (text = said));
let [last, stuck] = [NaN, 0];
setInterval(() => {
  const now = Atomics.load(marks, 0) + 2 ** 32 * Atomics.load(words, ${TURNS});
  stuck = now === last ? stuck + 1 : 0;
  last = now;
  const phase = Atomics.load(words, ${PHASE});
  if (stuck < (phase === ${LOADING} ? loadingLooks : stuckLooks)) return;
  if (phase === ${ENDABLE} && Atomics.exchange(words, ${IS_ASKED}, 1) === 0) {
    stuck -= 5;
    process.kill(pid, "SIGINT");
    return;
  }
  try { require("node:fs").writeSync(2, text); } catch {}
  process.kill(pid, "SIGKILL");
}, lookMs);
`;
