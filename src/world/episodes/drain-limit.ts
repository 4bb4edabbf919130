/** Limits the drain: the hours after a scenario's last hour in which episodes end. */
import { RingfenceError } from "../../core/errors.ts";
import { HOURS_PER_DAY } from "../../core/time.ts";

/**
 * Ten years: the most that a report can hold. An idle hour takes a tenth of a millisecond, and settings allow episodes
 * of years.
 */
const MAX_DRAIN_TICKS = 3660 * HOURS_PER_DAY;

/** Throws RingfenceError "config" if `open` episodes still go on after the limit. */
export function requireEnd(tick: number, hours: number, open: number): void {
  if (tick < hours + MAX_DRAIN_TICKS) return;
  throw new RingfenceError(
    "config",
    `expected every episode to end within ${MAX_DRAIN_TICKS} hours after the last of ${hours}, but ${open} still go on: ` +
      "lower what makes them last (episodes.hoursFactor, transferHours, transferSigma, retryHours or attempts)",
  );
}
