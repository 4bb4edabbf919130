/** What the command line, the live page or a program may ask of a run. */
import { RingfenceError } from "../core/errors.ts";
import { MAX_SEED } from "../core/random.ts";

export const MAX_WORKERS = 256;
export const MAX_BATCH_EVENTS = 1 << 17;
/** Seconds: within the shortest a healthy worker may lose its way, and the longest is a day. */
export const MIN_WORKER_DEADLINE = 1;
export const MAX_WORKER_DEADLINE = 86_400;

export interface RunOptions {
  readonly seed?: number | undefined;
  readonly workers?: number | undefined;
  readonly batchEvents?: number | undefined;
  /**
   * Seconds from MIN_WORKER_DEADLINE to MAX_WORKER_DEADLINE: a worker that takes longer over one task is ended, and the
   * task is tried again. Never changes a result. Default: 600.
   */
  readonly workerDeadlineSeconds?: number | undefined;
}

/** Throws RingfenceError "usage" for a value out of range, or not whole. Options left out are not checked. */
export function checkRunOptions({ seed, workers, batchEvents, workerDeadlineSeconds }: RunOptions): void {
  check("seed", seed, 0, MAX_SEED);
  check("workers", workers, 1, MAX_WORKERS);
  check("batchEvents", batchEvents, 1, MAX_BATCH_EVENTS);
  check("workerDeadlineSeconds", workerDeadlineSeconds, MIN_WORKER_DEADLINE, MAX_WORKER_DEADLINE, "number");
}

function check(
  name: keyof RunOptions,
  value: number | undefined,
  min: number,
  max: number,
  what: "whole number" | "number" = "whole number",
): void {
  if (value === undefined) return;
  if (value >= min && value <= max && (what === "number" || Number.isInteger(value))) return;
  throw new RingfenceError("usage", `${name}: expected a ${what} from ${min} to ${max}, but found ${value}`);
}
