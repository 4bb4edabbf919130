/** Units of time that more than one folder counts in. */
export const MINUTE_MS = 60_000;
/** A tick too is an hour: fine enough for a working day, coarse enough for full batches. */
export const HOUR_MS = 3_600_000;
export const HOURS_PER_DAY = 24;
export const DAY_MS = HOURS_PER_DAY * HOUR_MS;
export const HOURS_PER_WEEK = 7 * HOURS_PER_DAY;
export const WEEK_MS = 7 * DAY_MS;

/** So many units of time in whole milliseconds: sums of them are exact. */
export function wholeMs(count: number, unitMs: number): number {
  return Math.round(count * unitMs);
}
