import { BENIGN_CLASSES, type BenignClass } from "../event/taxonomy.ts";
import { count, group, quantity, sigma, choice, described, factor } from "./parameter.ts";
import { z } from "zod";

export const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

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

export function populationGroup() {
  return group({
    subscribers: count.basic(100_000, [100, 5_000_000], "design")`People who can be called: a population at risk.`,
    exposureSigma: sigma(1)`How unequally people stand on the lists that gangs trade.`,
  });
}

export function benignGroup() {
  return group(
    Object.fromEntries(BENIGN_CLASSES.map((name) => [name, classSchema(name)])) as Record<
      BenignClass,
      ReturnType<typeof classSchema>
    >,
  );
}

/** How often a subscriber gets a call or message of the class in a day. No source gives rates by class. */
const PER_DAY: Readonly<Record<BenignClass, number>> = {
  family: 0.6,
  work: 0.5,
  courier: 0.22,
  delivery: 0.25,
  otp: 0.35,
  bank: 0.18,
  hospital: 0.04,
  school: 0.05,
  marketing: 0.45,
  government: 0.05,
  stranger: 0.14,
};

function classSchema(name: BenignClass) {
  return group({
    perDay: quantity("events per subscriber and day")(PER_DAY[name], [0, 50])`
      How often a subscriber gets such a call or message.`,
  });
}
