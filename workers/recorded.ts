/** The piscina entry of the screening of files: what a worker thread is asked for, by name. */
import { beginScreening, runScreeningTask } from "../src/screen/piece-worker.ts";

export const begin = beginScreening;

export const runTask = runScreeningTask;

/** Answers once the module is loaded. */
export function ping(): boolean {
  return true;
}
