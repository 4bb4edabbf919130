import { expect, test } from "vitest";
import { LONG_AGO, RecentListings } from "../../../src/respond/operators/recent-listings.ts";
import { LateListings } from "../../../src/respond/operators/late-listings.ts";

test("recent listings are found among any number of keys, and none that is not there", () => {
  const table = RecentListings.create();
  for (const count of [0, 1, 255, 1000, 3]) {
    const keys = Float64Array.from({ length: count }, (_, i) => ((i * 7919) % 10_007) * 2);
    table.hold(keys, (key) => key / 2);
    const attached = RecentListings.attach(structuredClone(table.handle));
    for (const key of keys) expect(attached.listedAt(key)).toBe(key / 2);
    expect([attached.listedAt(1), attached.listedAt(20_015)]).toEqual([LONG_AGO, LONG_AGO]);
  }
});

const [EARLY, FIRST, SECOND] = [7, 11, 13];

function late(delayHours: number): LateListings {
  return LateListings.of(delayHours)!;
}

test("nothing is late where operators act within the hour", () => {
  expect(late(0)).toBeNull();
  expect(late(0.4)).toBeNull();
});

test("a listing is late for as many hours as operators take, and one from before the run never is", () => {
  const listings = late(3);
  const found = [0, 1, 2, 3, 4, 5, 6].map((tick) => {
    listings.note(Float64Array.from({ 0: [EARLY], 2: [FIRST], 3: [SECOND] }[tick] ?? []), tick);
    return [EARLY, FIRST, SECOND].map((key) => listings.isLate(key, tick));
  });
  expect(found.map((each) => each.map(Number).join(""))).toEqual(["000", "000", "010", "011", "011", "001", "000"]);
  expect(listings.isLate(SECOND, 5)).toBe(true);
});

test("a sealed table has what is late with its hour, and stays as it is while the next is sealed", () => {
  const listings = late(4);
  listings.note(Float64Array.of(SECOND, FIRST), 1);
  const table = RecentListings.attach(listings.seal(1));
  listings.note(Float64Array.of(EARLY), 2);
  const next = RecentListings.attach(listings.seal(2));
  const of = (found: RecentListings) => [EARLY, FIRST, SECOND].map((key) => found.listedAt(key));
  expect([of(table), of(next)]).toEqual([
    [LONG_AGO, 1, 1],
    [2, 1, 1],
  ]);
});
