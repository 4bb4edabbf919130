import { expect, test } from "vitest";
import { Share } from "../../src/share.ts";

const DIMENSIONS = { gangs: 3, domains: 12 };
const OTHERS = { gangs: 5, domains: 2 };

test("a share has room for another batch where each of its events is kept twice, and not for one less", () => {
  const share = Share.allocate(16, DIMENSIONS);
  const { events } = share.kept;
  share.clear();
  events.count = events.capacity - 2 * 16;
  expect(share.hasRoom).toBe(true);
  events.count++;
  expect(share.hasRoom).toBe(false);
});

test("a share takes over the rows of one that is no longer needed, if there are enough", () => {
  const spare = Share.allocate(16, DIMENSIONS);
  for (const batchEvents of [16, 7]) {
    const share = Share.allocate(batchEvents, OTHERS, spare);
    const { events, sightings, tally } = share.handle;
    expect(events.buffer).toBe(spare.handle.events.buffer);
    expect(sightings.buffer).toBe(spare.handle.sightings.buffer);
    expect(tally).toMatchObject(OTHERS);
    expect(share.handle.batchEvents).toBe(batchEvents);
    share.clear();
    expect(share.hasRoom).toBe(true);
  }
  const larger = Share.allocate(17, DIMENSIONS, spare);
  expect(larger.handle.events.buffer).not.toBe(spare.handle.events.buffer);
  expect(larger.kept.events.capacity).toBe(larger.marks.length);
});
