/** How long a run may go on after the last hour of its scenario, for episodes to end. */
import { RingfenceError } from "../../core/errors.ts";
import { HOURS_PER_DAY } from "../../core/time.ts";

/**
 * Ten years, which a report can hold. An hour in which nothing falls due takes a tenth of a millisecond, and an episode
 * may last for years where its durations spread wide, as settings allow.
 */
const MAX_DRAIN_TICKS = 3660 * HOURS_PER_DAY;

/** Throws RingfenceError "config" where `open` episodes still go on then: they might for ever. */
export function requireEnd(tick: number, hours: number, open: number): void {
  if (tick < hours + MAX_DRAIN_TICKS) return;
  throw new RingfenceError(
    "config",
    `expected every episode to end within ${MAX_DRAIN_TICKS} hours after the last of ${hours}, but ${open} still go on: ` +
      "lower what makes them last (episodes.hoursFactor, transferHours, transferSigma, retryHours or attempts)",
  );
}
