/** The start of a synthetic world, in the times of a file. */
import { DAY_MS } from "../core/time.ts";
import { WEEKDAYS } from "../scenario/calendar-parameters.ts";
import type { Scenario } from "../scenario/schema.ts";

/** A Monday. Any would do: what counts are hours and days of the week. */
const FIRST_MONDAY_MS = Date.UTC(2024, 0, 1);

/** Midnight of the first day of a run, milliseconds since 1970, on the scenario's day of the week. */
export function originOf({ calendar }: Scenario): number {
  return FIRST_MONDAY_MS + WEEKDAYS.indexOf(calendar.firstDay) * DAY_MS;
}
