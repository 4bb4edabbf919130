import { beforeAll, describe, expect, test } from "vitest";
import { KIND_CALL, KIND_MESSAGE, ROUTE_INTERNATIONAL, ROUTE_VIRTUAL } from "../../../src/event/event-batch.ts";
import { type Identity, identityForm } from "../../../src/event/identity.ts";
import { BENIGN_CLASSES, type BenignClass } from "../../../src/event/taxonomy.ts";
import { HOUR_MS } from "../../../src/core/time.ts";
import { NATIONWIDE } from "../../../src/world/traffic/organisations.ts";
import { SLICE, SOURCE_BENIGN } from "../../../src/world/slice.ts";
import type { World } from "../../../src/world/world.ts";
import { EVERYTHING, type MadeEvent, runWorld, slicesIn, smallWorld } from "../small-world.ts";

const DAYS = 2;
const SUBSCRIBERS = 2000;
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

describe("benign traffic", () => {
  test("is all that there is without gangs, and every planned event is made once", () => {
    expect(events.length).toBe(planned);
    expect(events.every(({ fraud }) => fraud === 0)).toBe(true);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  });

  test("lies within its tick, has a text if it is a message, and a length if it is an answered call", () => {
    for (const { tick, timeMs, kind, text, answered, durationS } of events) {
      expect(Math.floor(timeMs / HOUR_MS)).toBe(tick);
      expect(text !== "").toBe(kind === KIND_MESSAGE);
      expect(durationS > 0).toBe(kind === KIND_CALL && answered === 1);
      expect(durationS).toBeLessThanOrEqual(7200);
    }
  });

  test("of people comes from subscribers, or from abroad over the route from abroad", () => {
    const { number, virtual } = world.handle.subscribers;
    const owner = new Map(Array.from(number, (each, subscriber) => [each, subscriber]));
    const ofPeople = events.filter((event) => PEOPLE.includes(BENIGN_CLASSES[event.benignClass]!));
    expect(ofPeople.length).toBeGreaterThan(1000);
    for (const { caller, callee, route } of ofPeople) {
      expect(caller).not.toBe(callee);
      const isForeign = ["plus", "doubleZero"].includes(identityForm(caller as Identity));
      expect(route === ROUTE_INTERNATIONAL).toBe(isForeign);
      expect(isForeign || (route === ROUTE_VIRTUAL) === (virtual[owner.get(caller)!] === 1)).toBe(true);
    }
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

  test("has truth that agrees with its identity, and says who is called, by the number that they have", () => {
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
