import { expect, test } from "vitest";
import { LONG_AGO, RecentListings } from "../../../src/respond/operators/recent-listings.ts";

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
