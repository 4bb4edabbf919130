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

/** Null where it has not come in so many milliseconds. */
export async function within<Result>(coming: Promise<Result>, ms: number): Promise<Result | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(resolve, Math.max(0, ms), null)));
  try {
    return await Promise.race([coming, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Which of two copies: workers still read what one tick was prepared with while the next is prepared. */
export type Side = 0 | 1;

/** The side of a tick, or of a span by its number: whole, from 0. */
export function sideOf(tick: number): Side {
  return tick % 2 === 0 ? 0 : 1;
}
