/** Parameters of the calendar: which day of the week a run begins with, holidays, and traffic on days off. */
import { z } from "zod";
import { BENIGN_CLASSES, type BenignClass } from "../event/taxonomy.ts";
import { ASSUMED, basic, choice, group, quantity } from "./parameter.ts";

export const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** Whose traffic has its own week. */
export const TRAFFIC_SOURCES = [...BENIGN_CLASSES, "gangs"] as const;
export type TrafficSource = (typeof TRAFFIC_SOURCES)[number];

/** People and shops are as busy on a day off, or busier; offices, schools and most gangs keep office hours. */
const DAY_OFF: Readonly<Record<BenignClass | "gangs", number>> = {
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
  gangs: 0.75,
};

/** Days of a year at most. */
const MAX_DAYS = 366;

/** The week, and what it does to traffic. */
export function calendarGroup() {
  return group({
    firstDay: basic(
      choice("wednesday", WEEKDAYS, "Day of the week that the run begins with; 1 April 2020 was a Wednesday."),
    ),
    holidays: z.array(z.int().min(1).max(MAX_DAYS)).max(MAX_DAYS).default([6]).meta({
      unit: "days of the run, from 1",
      source: "design: Qingming was from 4 to 6 April 2020, and the 6th a Monday",
      description: "Working days that are days off for once. Saturdays and Sundays are anyhow.",
    }),
    dayOff: group(
      Object.fromEntries(
        TRAFFIC_SOURCES.map((name) => [
          name,
          quantity(
            DAY_OFF[name],
            { min: 0, max: 10 },
            "factor",
            ASSUMED,
            "Traffic on a day off, against a working day. The mean over a week stays what it is.",
          ),
        ]),
      ) as Record<TrafficSource, ReturnType<typeof quantity>>,
    ),
  });
}
