import { describe, expect, test } from "vitest";
import { HOUR_MS } from "../../src/core/time.ts";
import type { WorldTickHandle } from "../../src/world/world.ts";
import { EVERYTHING, EventMaker, type MadeEvent, smallWorld } from "./small-world.ts";

const TICK = 10;

/** A plan of one tick in which follow-ups fall due, and what it is made from. */
function planned(seed = 1): { world: ReturnType<typeof smallWorld>; slices: Int32Array[]; sealed: WorldTickHandle } {
  const world = smallWorld(["gangs.count=20", "gangs.messagesPerDay=100", "gangs.callsPerDay=100"], seed);
  for (let tick = 0; tick <= TICK; tick++) world.advance(tick);
  const followUps = world.gangs.all.flatMap(({ campaign }) =>
    campaign.script.steps.map((_, step) => ({
      campaign,
      target: 7 + step,
      step,
      attempt: 1,
      dueMs: TICK * HOUR_MS + 1000 * step,
    })),
  );
  return { world, slices: world.plan(TICK, followUps, EVERYTHING), sealed: world.seal(TICK) };
}

const { world, slices, sealed } = planned();
const whole = new EventMaker(world, 4096).make(slices, sealed);

function byId(events: readonly MadeEvent[]): MadeEvent[] {
  return events.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

describe("making events", () => {
  test.each([1, 2, 7, 64, 1000])("%i at a time makes the same, to the last unit of text and truth", (capacity) => {
    expect(new EventMaker(world, capacity).make(slices, sealed)).toEqual(whole);
  });

  test("in another order of slices, with worn batches, makes the same", () => {
    const maker = new EventMaker(world, 50);
    maker.make(slices.slice(0, 3), sealed);
    const events = maker.make(slices.toReversed(), sealed);
    expect(byId(events)).toEqual(byId(whole));
  });

  test("in a world made anew makes the same, and under another seed others", () => {
    const again = planned();
    expect(new EventMaker(again.world).make(again.slices, again.sealed)).toEqual(whole);
    const other = planned(2);
    const known = new Set(whole.map(({ id }) => id));
    const events = new EventMaker(other.world).make(other.slices, other.sealed);
    expect(events.filter(({ id }) => known.has(id))).toEqual([]);
  });

  test("through a copy of the handles, as a worker gets them, makes the same", () => {
    const { handle } = world;
    const copy = structuredClone({ handle, sealed });
    const elsewhere = Object.assign(Object.create(Object.getPrototypeOf(world) as object), { handle: copy.handle });
    expect(new EventMaker(elsewhere as typeof world).make(slices, copy.sealed)).toEqual(whole);
  });
});
