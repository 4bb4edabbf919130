import { beforeAll, describe, expect, test } from "vitest";
import { KIND_CALL, KIND_MESSAGE, ROUTE_INTERNATIONAL, ROUTE_VIRTUAL } from "../../../src/event/event-batch.ts";
import { type Identity, formatIdentity, identityForm } from "../../../src/event/identity.ts";
import { BENIGN_CLASSES, type BenignClass } from "../../../src/event/taxonomy.ts";
import { HOUR_MS } from "../../../src/core/time.ts";
import { BENIGN_CALLS, BENIGN_DURATION_SIGMA } from "../../../src/world/traffic/benign-calls.ts";
import { dayWeight } from "../../../src/world/traffic/calendar.ts";
import { NATIONWIDE } from "../../../src/world/traffic/organisations.ts";
import { SLICE, SOURCE_BENIGN } from "../../../src/world/slice.ts";
import type { World } from "../../../src/world/world.ts";
import { EVERYTHING, type MadeEvent, runWorld, slicesIn, smallWorld } from "../small-world.ts";

const DAYS = 2;
const SUBSCRIBERS = 2000;
const BUSINESS: readonly BenignClass[] = ["work", "courier", "hospital", "school", "marketing", "government"];
const PEOPLE: readonly BenignClass[] = ["family", "work", "stranger"];

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

function ofClass(name: BenignClass): MadeEvent[] {
  return events.filter(({ benignClass }) => BENIGN_CLASSES[benignClass] === name);
}

/** Events of some classes in hours of the day from one on and until before another. */
function inHours(classes: readonly BenignClass[], from: number, until: number): number {
  return events.filter(({ benignClass, tick }) => {
    const hour = tick % 24;
    return classes.includes(BENIGN_CLASSES[benignClass]!) && hour >= from && hour < until;
  }).length;
}

/** Of the hotlines of a class, the share that shows an area code. */
function shownWithArea(name: BenignClass): number {
  const hotlines = world.handle.organisations[BENIGN_CLASSES.indexOf(name)]!.flatMap(({ identity }) => [...identity])
    .map((identity) => formatIdentity(identity as Identity))
    .filter((number) => /^(?:0\d{2,3})?(?:9|1)\d{4}$/.test(number));
  expect(hotlines.length).toBeGreaterThan(15);
  return hotlines.filter((number) => number.startsWith("0")).length / hotlines.length;
}

/** Five standard deviations of a share. */
function margin(share: number, count: number): number {
  return 5 * Math.sqrt((share * (1 - share)) / count) + 1e-9;
}

describe("benign traffic", () => {
  test("is all that there is without gangs, and every planned event is made once", () => {
    expect(events.length).toBe(planned);
    expect(events.every(({ fraud }) => fraud === 0)).toBe(true);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  });

  test.each(BENIGN_CLASSES)("%s comes as often as the scenario says, within five standard deviations", (name) => {
    const { benign, calendar } = world.handle.scenario;
    const weights = Array.from({ length: DAYS }, (_, day) => dayWeight(calendar, name, 24 * day));
    const expected = benign[name].perDay * SUBSCRIBERS * weights.reduce((sum, weight) => sum + weight, 0);
    expect(Math.abs(ofClass(name).length - expected)).toBeLessThan(5 * Math.sqrt(expected));
  });

  test.each(BENIGN_CLASSES)("%s has its shares of messages and of answered calls", (name) => {
    const { messageShare, answered } = BENIGN_CALLS[name];
    const all = ofClass(name);
    const calls = all.filter(({ kind }) => kind === KIND_CALL);
    expect(Math.abs(1 - calls.length / all.length - messageShare)).toBeLessThan(margin(messageShare, all.length));
    if (calls.length === 0) return;
    const share = calls.filter((call) => call.answered === 1).length / calls.length;
    expect(Math.abs(share - answered)).toBeLessThan(margin(answered, calls.length));
  });

  test.each(BENIGN_CLASSES)("%s calls last as long as those of its class, some far longer than others", (name) => {
    const { durationMedianS, messageShare } = BENIGN_CALLS[name];
    if (messageShare === 1) return;
    const lengths = ofClass(name)
      .filter(({ durationS }) => durationS > 0)
      .map(({ durationS }) => durationS)
      .toSorted((a, b) => a - b);
    const n = lengths.length;
    const [low, median, high] = [0.1587, 0.5, 0.8413].map((at) => lengths[Math.floor(at * n)]!);
    const standardError = (1.2533 * BENIGN_DURATION_SIGMA) / Math.sqrt(n);
    expect(Math.abs(Math.log(median! / durationMedianS))).toBeLessThan(4 * standardError + 0.5 / durationMedianS);
    expect(Math.abs(Math.log(high! / low!) / 2 - BENIGN_DURATION_SIGMA)).toBeLessThan(5 * standardError);
  });

  test("of people comes in the evening most, and of organisations by day, silent at three in the morning", () => {
    const atNight = events.filter(({ timeMs }) => Math.floor(timeMs / HOUR_MS) % 24 === 3);
    expect(atNight.length).toBeGreaterThan(0);
    expect(atNight.filter(({ benignClass }) => BUSINESS.includes(BENIGN_CLASSES[benignClass]!))).toEqual([]);
    expect(inHours(["family"], 18, 21) / inHours(["family"], 9, 12)).toBeGreaterThan(1.2);
    expect(inHours(["family"], 9, 12) / inHours(["family"], 1, 4)).toBeGreaterThan(4);
    expect(inHours(BUSINESS, 9, 12) / inHours(BUSINESS, 18, 21)).toBeGreaterThan(2);
    expect(inHours(["otp"], 9, 12) / inHours(["otp"], 1, 4)).toBeGreaterThan(4);
  });

  test("lies within its tick, and spreads over it", () => {
    const offsets = events.map(({ timeMs, tick }) => timeMs / HOUR_MS - tick);
    expect(offsets.every((offset) => offset >= 0 && offset < 1)).toBe(true);
    const mean = offsets.reduce((sum, offset) => sum + offset, 0) / offsets.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / offsets.length));
  });

  test("has a message if it is a message, and a length if it is an answered call", () => {
    for (const { kind, text, answered, durationS } of events) {
      expect(text !== "").toBe(kind === KIND_MESSAGE);
      expect(durationS > 0).toBe(kind === KIND_CALL && answered === 1);
      expect(durationS).toBeLessThanOrEqual(7200);
    }
  });

  test("reaches subscribers by the numbers that they have", () => {
    const numbers = new Set(world.handle.subscribers.number);
    expect(events.filter(({ callee }) => !numbers.has(callee))).toEqual([]);
  });

  test("of people comes from subscribers, or from abroad over the route from abroad", () => {
    const { number, virtual } = world.handle.subscribers;
    const owner = new Map(Array.from(number, (each, subscriber) => [each, subscriber]));
    const ofPeople = events.filter((event) => PEOPLE.includes(BENIGN_CLASSES[event.benignClass]!));
    expect(ofPeople.length).toBeGreaterThan(1000);
    for (const { caller, route } of ofPeople) {
      const isForeign = ["plus", "doubleZero"].includes(identityForm(caller as Identity));
      expect(route === ROUTE_INTERNATIONAL).toBe(isForeign);
      expect(isForeign || (route === ROUTE_VIRTUAL) === (virtual[owner.get(caller)!] === 1)).toBe(true);
    }
  });

  test("from abroad is three in two hundred events of people, and from many countries", () => {
    const fromPeople = events.filter(({ benignClass }) => PEOPLE.includes(BENIGN_CLASSES[benignClass]!));
    const abroad = fromPeople.filter(({ route }) => route === ROUTE_INTERNATIONAL);
    expect(Math.abs(abroad.length / fromPeople.length - 0.015)).toBeLessThan(margin(0.015, fromPeople.length));
    const countries = new Set(
      abroad.map(({ caller }) =>
        formatIdentity(caller as Identity)
          .replace(/^(\+|00)/, "")
          .slice(0, -8),
      ),
    );
    expect(countries.size).toBeGreaterThan(8);
  });

  test("of organisations comes from their pool, over its route, and from a local one to its region", () => {
    const { organisations, subscribers } = world.handle;
    const regionOf = new Map(Array.from(subscribers.number, (each, at) => [each, subscribers.region[at]!]));
    const seen = { local: 0, nationwide: 0 };
    for (const { benignClass, kind, caller, callee, route } of events) {
      const pool = organisations[benignClass]?.[kind === KIND_MESSAGE ? 1 : 0];
      if (!pool) continue;
      // Hotlines are shared: any of the pool's organisations with this number may have called.
      const homes = [...pool.identity.keys()].filter((at) => pool.identity[at] === caller && pool.route[at] === route);
      expect(homes.length).toBeGreaterThan(0);
      const regions = homes.map((at) => pool.region[at]!);
      seen[regions.includes(NATIONWIDE) ? "nationwide" : "local"]++;
      expect(regions.includes(NATIONWIDE) || regions.includes(regionOf.get(callee)!)).toBe(true);
    }
    expect(Math.min(seen.local, seen.nationwide)).toBeGreaterThan(100);
  });

  test("of government hotlines shows the area code of some, and of no other class's", () => {
    expect(shownWithArea("government")).toBeGreaterThan(0.1);
    expect(shownWithArea("government")).toBeLessThan(0.6);
    expect(shownWithArea("bank")).toBe(0);
  });

  test("has truth that agrees with its identity, and says who is called", () => {
    const { number } = world.handle.subscribers;
    for (const { benignClass, origin, tick, callee, subscriber } of events) {
      expect(origin).toMatchObject({ source: "benign", benignClass, tick });
      expect(callee).toBe(number[subscriber]);
    }
  });

  test("is planned as one slice for each class at most", () => {
    world.advance(48);
    const plan = slicesIn(...world.plan(48, [], EVERYTHING));
    expect(plan.every((slice) => slice[SLICE.source] === SOURCE_BENIGN && slice[SLICE.first] === 0)).toBe(true);
    expect(new Set(plan.map((slice) => slice[SLICE.index])).size).toBe(plan.length);
  });
});
