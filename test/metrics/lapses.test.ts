import { expect, test } from "vitest";
import { LAPSE_HOURS, lapsePlace } from "../../src/metrics/lapses.ts";
import { LATE, MOST_LAPSE, REFUSED } from "../../src/record/operator.ts";

function place(hours: number): number {
  return lapsePlace(Math.min(MOST_LAPSE, LATE + hours));
}

test("a contact that passed counts by whole hours since the listing, from each hour named on", () => {
  expect(LAPSE_HOURS.map(place)).toEqual(LAPSE_HOURS.map((_, at) => at + 1));
  expect([4, 5, 6, 119, 120, 1000].map(place)).toEqual([5, 5, 6, 13, 14, 14]);
  expect(lapsePlace(REFUSED)).toBe(0);
});
