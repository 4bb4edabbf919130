import { expect, test } from "vitest";
import { Share, totalOf } from "../../src/engine/share.ts";

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

function countedIn(share: Share): number[] {
  const { generated, digest, domains } = totalOf([share]).columns;
  return [generated[1]!, digest[0]!, domains[11]!];
}

/** What a task does with a share. */
function count(share: Share, claimant: number, events: number): void {
  share.begin(claimant);
  share.tally.columns.generated[1]! += events;
  share.tally.columns.digest[0]! += events;
}

test("what the tasks of a share counted adds up, that of one which is tried again once", () => {
  const share = Share.allocate(16, DIMENSIONS);
  expect(countedIn(share)).toEqual([0, 0, 0]);
  count(share, 1, 5);
  count(share, 1, 7);
  share.tally.columns.domains[11] = 1;
  expect(countedIn(share)).toEqual([7, 7, 1]);
  count(share, 2, 10);
  expect(share.tally.columns.generated[1]).toBe(10);
  count(Share.attach(share.handle), 4, 100);
  expect(countedIn(share)).toEqual([117, 117, 1]);
  share.reset();
  count(share, 4, 3);
  expect(countedIn(share)).toEqual([3, 3, 0]);
});

test("a sum over which somebody died is made anew", () => {
  const share = Share.allocate(16, DIMENSIONS);
  for (const [claimant, events] of [5, 7, 11, 13].entries()) count(share, claimant + 1, events);
  const before = Uint32Array.from(new Uint32Array(share.handle.state));
  count(share, 5, 17);
  // As it was: the task before is still there, and half of the sum is rubbish.
  new Uint32Array(share.handle.state).set(before);
  share.tally.columns.generated[1] = 13;
  share.tally.columns.digest[0] = 13;
  const [side] = share.handle.earlier.filter(({ buffer }) => buffer !== share.earlier.handle.buffer);
  new Uint8Array(side!.buffer).fill(1);
  count(share, 5, 17);
  expect(countedIn(share)).toEqual([53, 53, 0]);
});
