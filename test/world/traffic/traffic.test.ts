import { beforeAll, describe, expect, test } from "vitest";
import { KIND_CALL, KIND_MESSAGE } from "../../../src/event/event-batch.ts";
import { BENIGN_CLASSES, type BenignClass } from "../../../src/event/taxonomy.ts";
import { AREA_CODES } from "../../../src/world/number-plan.ts";
import { NATIONWIDE, makeOrganisations } from "../../../src/world/traffic/organisations.ts";
import { HOUR_MS } from "../../../src/core/time.ts";
import { SLICE, SOURCE_BENIGN } from "../../../src/world/slice.ts";
import type { World } from "../../../src/world/world.ts";
import { EVERYTHING, type MadeEvent, runWorld, slicesIn, smallWorld } from "../small-world.ts";
import { RandomStream } from "../../../src/core/random.ts";
import { decorationLevel } from "../../../src/world/traffic/benign-calls.ts";
import { WEEKDAYS } from "../../../src/scenario/traffic-parameters.ts";
import { loadScenario } from "../../../src/scenario/file.ts";
import type { Scenario } from "../../../src/scenario/schema.ts";
import { DIURNAL, dayWeight } from "../../../src/world/traffic/calendar.ts";

const DAYS = 2;
const SUBSCRIBERS = 800;

let world: World;
let planned = 0;
const events: MadeEvent[] = [];

beforeAll(() => {
  world = smallWorld([`population.subscribers=${SUBSCRIBERS}`, "gangs.count=0"]);
  for (const tick of runWorld(world, DAYS * 24)) {
    for (const slice of tick.slices) planned += slice[SLICE.count]!;
    events.push(...tick.events);
  }
});

describe("benign traffic", () => {
  test("is all that there is without gangs, and every planned event is made once", () => {
    expect(events.length).toBe(planned);
    expect(events.every(({ fraud }) => fraud === 0)).toBe(true);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  });

  test("lies within its tick, has a text if it is a message, and a length if it is an answered call", () => {
    const amiss = events.filter(({ tick, timeMs, kind, text, answered, durationS }) => {
      const isHeard = kind === KIND_CALL && answered === 1;
      const isInside = Math.floor(timeMs / HOUR_MS) === tick && durationS <= 7200;
      return !isInside || (text !== "") !== (kind === KIND_MESSAGE) || durationS > 0 !== isHeard;
    });
    expect(amiss).toEqual([]);
  });

  test("has truth that agrees with its identity, and says who is called, by the number that they have", () => {
    const { number } = world.handle.subscribers;
    expect(events.filter(({ callee, subscriber }) => callee !== number[subscriber])).toEqual([]);
    const strange = events.filter(
      ({ origin, ...own }) =>
        origin.source !== "benign" || origin.benignClass !== own.benignClass || origin.tick !== own.tick,
    );
    expect(strange).toEqual([]);
  });

  test("is planned as one slice for each class at most", () => {
    world.advance(48);
    const plan = slicesIn(...world.plan(48, [], EVERYTHING));
    expect(plan.every((slice) => slice[SLICE.source] === SOURCE_BENIGN && slice[SLICE.first] === 0)).toBe(true);
    expect(new Set(plan.map((slice) => slice[SLICE.index])).size).toBe(plan.length);
  });
});

test("couriers, schools and their like live in all regions, and banks in none", () => {
  const organisations = makeOrganisations(1);
  const regionsOf = (name: BenignClass): Set<number> =>
    new Set(organisations[BENIGN_CLASSES.indexOf(name)]!.flatMap(({ region }) => [...region]));
  expect(regionsOf("bank")).toEqual(new Set([NATIONWIDE]));
  expect(regionsOf("courier")).toEqual(new Set(AREA_CODES.keys()));
});

test.each([
  [true, 0.15],
  [false, 0.02],
])("benign messages look as gangs write as often as it says, of marketing: %s", (isMarketing, share) => {
  const draws = new RandomStream(1, "traffic");
  const count = 40_000;
  const levels = Array.from({ length: count }, (_, at) => decorationLevel(isMarketing, draws.draw(at, 0)));
  const decorated = levels.filter((level) => level > 0);
  expect(Math.abs(decorated.length / count - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / count));
  expect(new Set(decorated)).toEqual(new Set([2, 3]));
  const fancy = decorated.filter((level) => level === 3).length / decorated.length;
  expect(Math.abs(fancy - 0.4)).toBeLessThan(4 * Math.sqrt(0.24 / decorated.length));
});

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
