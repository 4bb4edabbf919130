/** How traffic is spread over the hours of a day and the days of a week. */
import { sumOf } from "../../core/sum.ts";
import { HOURS_PER_DAY, HOUR_MS } from "../../core/time.ts";
import { WEEKDAYS } from "../../scenario/traffic-parameters.ts";
import type { BenignClass } from "../../event/taxonomy.ts";
import type { Scenario } from "../../scenario/schema.ts";

/** By hour, with mean 1. Shapes are assumed but for the peak and trough of fraud. */
export const DIURNAL = {
  personal: meanOne([2, 1, 1, 1, 1, 2, 4, 7, 9, 9, 9, 11, 12, 10, 9, 9, 9, 11, 13, 14, 14, 12, 8, 4]),
  business: meanOne([0, 0, 0, 0, 0, 0, 1, 4, 11, 14, 14, 12, 8, 10, 13, 13, 12, 10, 6, 4, 2, 1, 0, 0]),
  /** Codes and card movements come whenever somebody is awake. */
  automatic: meanOne([3, 2, 1, 1, 1, 2, 4, 7, 9, 11, 11, 11, 12, 11, 10, 10, 10, 10, 11, 12, 12, 11, 8, 5]),
  /** Fraud calls of 2016: peak from 8 to 11, trough from 1 to 5. */
  fraud: meanOne([3, 1, 1, 1, 1, 2, 4, 8, 15, 16, 15, 11, 8, 9, 11, 12, 11, 9, 7, 7, 7, 6, 5, 4]),
} as const;

interface Rhythm {
  readonly hours: Exclude<keyof typeof DIURNAL, "fraud">;
  /** Traffic on a day off, against a working day. Assumed; changes no headline figure. */
  readonly dayOff: number;
}

/** People and shops are as busy on days off, or busier; offices and schools keep office hours. */
const RHYTHMS: Readonly<Record<BenignClass, Rhythm>> = {
  family: { hours: "personal", dayOff: 1.25 },
  work: { hours: "business", dayOff: 0.35 },
  courier: { hours: "business", dayOff: 0.9 },
  delivery: { hours: "personal", dayOff: 1.2 },
  otp: { hours: "automatic", dayOff: 1 },
  bank: { hours: "automatic", dayOff: 0.8 },
  hospital: { hours: "business", dayOff: 0.6 },
  school: { hours: "business", dayOff: 0.3 },
  marketing: { hours: "business", dayOff: 0.6 },
  government: { hours: "business", dayOff: 0.25 },
  stranger: { hours: "personal", dayOff: 0.9 },
};

export function hourOfDay(timeMs: number): number {
  return Math.floor(timeMs / HOUR_MS) % HOURS_PER_DAY;
}

export function hourWeight(name: BenignClass, tick: number): number {
  return DIURNAL[RHYTHMS[name].hours][tick % HOURS_PER_DAY]!;
}

/** The weight of the day of `tick` for one source of traffic. Its mean over a week without holidays is 1. */
export function dayWeight(calendar: Scenario["calendar"], source: BenignClass | "gangs", tick: number): number {
  const dayOff = source === "gangs" ? calendar.gangsDayOff : RHYTHMS[source].dayOff;
  const mean = (5 + 2 * dayOff) / 7;
  return (isDayOff(calendar, tick) ? dayOff : 1) / mean;
}

const SATURDAY = WEEKDAYS.indexOf("saturday");

function isDayOff({ firstDay, holidays }: Scenario["calendar"], tick: number): boolean {
  const day = Math.floor(tick / HOURS_PER_DAY);
  const weekday = (WEEKDAYS.indexOf(firstDay) + day) % WEEKDAYS.length;
  return weekday >= SATURDAY || holidays.includes(day + 1);
}

function meanOne(weights: readonly number[]): Float64Array {
  const mean = sumOf(weights) / weights.length;
  return Float64Array.from(weights, (weight) => weight / mean);
}
