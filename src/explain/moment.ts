/** A time of a run for people: day 1 begins with the run. */
import { HOUR_MS, HOURS_PER_DAY, MINUTE_MS } from "../core/time.ts";

interface Moment {
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
}

export function momentOf(timeMs: number): Moment {
  const hours = Math.floor(timeMs / HOUR_MS);
  return {
    day: String(Math.floor(hours / HOURS_PER_DAY) + 1),
    hour: twoDigits(hours % HOURS_PER_DAY),
    minute: twoDigits(Math.floor((timeMs % HOUR_MS) / MINUTE_MS)),
  };
}

function twoDigits(figure: number): string {
  return String(figure).padStart(2, "0");
}
