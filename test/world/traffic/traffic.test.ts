import { beforeAll, describe, expect, test } from "vitest";
import { KIND_CALL, KIND_MESSAGE } from "../../../src/event/event-batch.ts";
import { BENIGN_CLASSES, type BenignClass } from "../../../src/event/taxonomy.ts";
import { AREA_CODES } from "../../../src/world/number-plan.ts";
import { NATIONWIDE, makeOrganisations } from "../../../src/world/traffic/organisations.ts";
import { HOUR_MS } from "../../../src/core/time.ts";
import { SLICE, SOURCE_BENIGN } from "../../../src/world/slice.ts";
import type { World } from "../../../src/world/world.ts";
import { EVERYTHING, type MadeEvent, runWorld, slicesIn, smallWorld } from "../small-world.ts";

const DAYS = 2;
const SUBSCRIBERS = 2000;

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

test("couriers, schools and their like live in all regions, and banks in none", () => {
  const organisations = makeOrganisations(1);
  const regionsOf = (name: BenignClass): Set<number> =>
    new Set(organisations[BENIGN_CLASSES.indexOf(name)]!.flatMap(({ region }) => [...region]));
  expect(regionsOf("bank")).toEqual(new Set([NATIONWIDE]));
  expect(regionsOf("courier")).toEqual(new Set(AREA_CODES.keys()));
});
