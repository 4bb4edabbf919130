/** What a run may be asked for, whoever asks: the command line, the live page, a program. */
import { RingfenceError } from "./errors.ts";
import { MAX_SEED } from "./random.ts";

export const MAX_WORKERS = 256;
export const MAX_BATCH_EVENTS = 1 << 17;

export interface RunOptions {
  readonly seed?: number | undefined;
  readonly workers?: number | undefined;
  readonly batchEvents?: number | undefined;
}

/**
 * Throws RingfenceError "usage" for what is no whole number, or out of range. A seed out of range would be another
 * seed's alias, a run without workers would screen nothing. What is left out is not looked at.
 */
export function checkRunOptions({ seed, workers, batchEvents }: RunOptions): void {
  checkWhole("seed", seed, 0, MAX_SEED);
  checkWhole("workers", workers, 1, MAX_WORKERS);
  checkWhole("batchEvents", batchEvents, 1, MAX_BATCH_EVENTS);
}

function checkWhole(name: keyof RunOptions, value: number | undefined, min: number, max: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= min && value <= max)) return;
  throw new RingfenceError("usage", `${name}: expected a whole number from ${min} to ${max}, but found ${value}`);
}
