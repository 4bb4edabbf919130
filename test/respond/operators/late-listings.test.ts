import { expect, test } from "vitest";
import { LateListings } from "../../../src/respond/operators/late-listings.ts";
import { LONG_AGO, RecentListings } from "../../../src/respond/operators/recent-listings.ts";

const OUTGOING = { people: 20, cutShare: 0 };
const [EARLY, FIRST, SECOND] = [7, 11, 13];

function late(delayHours: number): LateListings {
  return LateListings.of({ delayHours, outgoing: OUTGOING })!;
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
