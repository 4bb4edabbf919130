/** Which days people work, and how much traffic there is on a day off. */
import { HOURS_PER_DAY } from "../../core/time.ts";
import { type TrafficSource, WEEKDAYS } from "../../scenario/calendar-parameters.ts";
import type { Scenario } from "../../scenario/schema.ts";

const SATURDAY = WEEKDAYS.indexOf("saturday");

/** Whether `tick` lies on a Saturday, a Sunday or a holiday. */
export function isDayOff({ firstDay, holidays }: Scenario["calendar"], tick: number): boolean {
  const day = Math.floor(tick / HOURS_PER_DAY);
  const weekday = (WEEKDAYS.indexOf(firstDay) + day) % WEEKDAYS.length;
  return weekday >= SATURDAY || holidays.includes(day + 1);
}

/** The weight of the day of `tick` for one source of traffic. Its mean over a week without holidays is 1. */
export function dayWeight(calendar: Scenario["calendar"], source: TrafficSource, tick: number): number {
  const dayOff = calendar.dayOff[source];
  const mean = (5 + 2 * dayOff) / 7;
  return (isDayOff(calendar, tick) ? dayOff : 1) / mean;
}
