import { expect, test } from "vitest";
import { WEEKDAYS } from "../../../src/scenario/traffic-parameters.ts";
import { BENIGN_CLASSES } from "../../../src/event/taxonomy.ts";
import { loadScenario } from "../../../src/scenario/file.ts";
import type { Scenario } from "../../../src/scenario/schema.ts";
import { DIURNAL, dayWeight } from "../../../src/world/traffic/calendar.ts";

function calendarOf(...settings: readonly string[]): Scenario["calendar"] {
  return loadScenario("smoke", settings).calendar;
}

/** Days off among the first `days` of a run, from 1. */
function daysOff(calendar: Scenario["calendar"], days: number): number[] {
  return Array.from({ length: days }, (_, day) => day + 1).filter(
    (day) => dayWeight(calendar, "work", (day - 1) * 24 + 5) < 1,
  );
}

test("Saturdays and Sundays are days off, whatever day a run begins with", () => {
  WEEKDAYS.forEach((day, at) => {
    const calendar = calendarOf(`calendar.firstDay=${day}`, "calendar.holidays=[]");
    const expected = [6, 7, 13, 14].map((off) => ((off - at + 13) % 14) + 1).toSorted((a, b) => a - b);
    expect(daysOff(calendar, 14)).toEqual(expected);
  });
});

test("holidays are days off too, and April 2020, the default, has its weekends and the Monday of Qingming off", () => {
  expect(daysOff(calendarOf("calendar.firstDay=monday", "calendar.holidays=[1, 7, 10]"), 10)).toEqual([1, 6, 7, 10]);
  expect(daysOff(calendarOf(), 30)).toEqual([4, 5, 6, 11, 12, 18, 19, 25, 26]);
});

test.each(["gangs", ...BENIGN_CLASSES] as const)(
  "traffic of %s is as much in a week as without a calendar, and by its factor on days off",
  (source) => {
    const calendar = calendarOf("calendar.firstDay=monday", "calendar.holidays=[]");
    const week = Array.from({ length: 7 }, (_, day) => dayWeight(calendar, source, 24 * day));
    expect(week.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(7, 10);
    const onDayOff = week[6]! / week[0]!;
    const factor = { gangs: calendar.gangsDayOff, family: 1.25, work: 0.35, otp: 1 }[source as string] ?? onDayOff;
    expect(onDayOff).toBeCloseTo(factor, 10);
  },
);

test.each(Object.entries(DIURNAL))(
  "the shape of a day %s has 24 hours of mean weight 1, none negative",
  (_, weights) => {
    expect(weights).toHaveLength(24);
    expect(weights.reduce((sum, weight) => sum + weight, 0) / 24).toBeCloseTo(1, 12);
    expect(weights.every((weight) => weight >= 0)).toBe(true);
  },
);

test("fraud peaks between 8 and 11, and business is nothing at three in the morning", () => {
  const byWeight = [...DIURNAL.fraud.keys()].toSorted((a, b) => DIURNAL.fraud[a]! - DIURNAL.fraud[b]!);
  expect(byWeight.slice(-3).toSorted((a, b) => a - b)).toEqual([8, 9, 10]);
  expect(byWeight.slice(0, 4).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4]);
  expect(DIURNAL.business[3]).toBe(0);
});
