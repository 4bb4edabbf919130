/** Runs code of modules on the main thread so that Ctrl-C ends it even in an endless loop; workers have a deadline. */
import { Script } from "node:vm";
import { isMainThread } from "node:worker_threads";
import { errorCode } from "../errors.ts";
import { userModules } from "./user-modules.ts";

/** Ctrl-C came while a module's code ran on the main thread. Listeners to the signal have been called. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/** V8 can end what a script calls; the script finds the function by this name. */
const CALLED = Symbol.for("ringfence.interruptible");
const CALLER = new Script(`globalThis[Symbol.for(${JSON.stringify(CALLED.description)})]()`);
const globals = globalThis as unknown as Record<symbol, () => void>;

let isInside = false;
/** True after the signal: no more code of modules is started. */
let isOver = false;

/** Returns what `act` returns. Throws Interrupted at Ctrl-C, even in a loop. Without modules it only calls `act`. */
export function interruptible<Result>(act: () => Result): Result {
  if (isInside || !isMainThread || userModules().length === 0) return act();
  if (isOver) throw new Interrupted("interrupted");
  let outcome: { readonly result: Result } | { readonly thrown: unknown } | undefined;
  globals[CALLED] = () => {
    try {
      outcome = { result: act() };
    } catch (thrown) {
      outcome = { thrown };
    }
  };
  isInside = true;
  try {
    CALLER.runInThisContext({ breakOnSigint: true });
  } catch (error) {
    if (errorCode(error) !== "ERR_SCRIPT_EXECUTION_INTERRUPTED") throw error;
    isOver = true;
    if (!process.emit("SIGINT")) process.kill(process.pid, "SIGINT");
    throw new Interrupted("interrupted");
  } finally {
    isInside = false;
    delete globals[CALLED];
  }
  if ("thrown" in outcome!) throw outcome.thrown;
  return outcome!.result;
}
