/**
 * Code of a module on the main thread, where a loop without an end would keep listeners to Ctrl-C from running: V8 ends
 * it at the signal. Worker threads have a deadline instead.
 */
import { Script } from "node:vm";
import { isMainThread } from "node:worker_threads";
import { errorCode } from "../errors.ts";
import { ownModules } from "./own-modules.ts";

/** Ctrl-C came while code of a module ran on the main thread. Listeners to the signal have been called. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/** V8 ends what a script calls; the script finds the function by this name. */
const CALLED = Symbol.for("ringfence.interruptible");
const CALLER = new Script(`globalThis[Symbol.for(${JSON.stringify(CALLED.description)})]()`);
const globals = globalThis as unknown as Record<symbol, () => void>;

let isInside = false;
/** After the signal no code of a module is begun. */
let isOver = false;

/** What `act` returns. Throws Interrupted at Ctrl-C, even where it loops. Without modules it only calls `act`. */
export function interruptible<Result>(act: () => Result): Result {
  if (isInside || !isMainThread || ownModules().length === 0) return act();
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
