import { z } from "zod";
import { choice, described, factor, group } from "./parameter.ts";

export const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** Days of a year at most. */
const MAX_DAYS = 366;

export function calendarGroup() {
  return group({
    firstDay: choice.basic("wednesday", WEEKDAYS)`
      Day of the week that the run begins with; 1 April 2020 was a Wednesday.`,
    holidays: described(
      z.array(z.int().min(1).max(MAX_DAYS)).max(MAX_DAYS).default([6]),
      "days of the run, from 1",
      "design: Qingming was from 4 to 6 April 2020, and the 6th a Monday",
      "advanced",
    )`Working days that are days off for once. Saturdays and Sundays are anyhow.`,
    gangsDayOff: factor(0.75, [0, 10])`
      First contacts of gangs on a day off, against a working day. The mean over a week stays what it is.`,
  });
}
