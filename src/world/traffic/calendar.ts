/** Which days people work, and how much traffic there is on a day off. */
import { HOURS_PER_DAY } from "../../core/time.ts";
import { WEEKDAYS } from "../../scenario/calendar-parameters.ts";
import type { BenignClass } from "../../event/taxonomy.ts";
import type { Scenario } from "../../scenario/schema.ts";

/**
 * Traffic on a day off, against a working day. People and shops are as busy, or busier; offices and schools keep office
 * hours. Assumed; changes no headline figure.
 */
const DAY_OFF: Readonly<Record<BenignClass, number>> = {
  family: 1.25,
  work: 0.35,
  courier: 0.9,
  delivery: 1.2,
  otp: 1,
  bank: 0.8,
  hospital: 0.6,
  school: 0.3,
  marketing: 0.6,
  government: 0.25,
  stranger: 0.9,
};

const SATURDAY = WEEKDAYS.indexOf("saturday");

function isDayOff({ firstDay, holidays }: Scenario["calendar"], tick: number): boolean {
  const day = Math.floor(tick / HOURS_PER_DAY);
  const weekday = (WEEKDAYS.indexOf(firstDay) + day) % WEEKDAYS.length;
  return weekday >= SATURDAY || holidays.includes(day + 1);
}

/** The weight of the day of `tick` for one source of traffic. Its mean over a week without holidays is 1. */
export function dayWeight(calendar: Scenario["calendar"], source: BenignClass | "gangs", tick: number): number {
  const dayOff = source === "gangs" ? calendar.gangsDayOff : DAY_OFF[source];
  const mean = (5 + 2 * dayOff) / 7;
  return (isDayOff(calendar, tick) ? dayOff : 1) / mean;
}
