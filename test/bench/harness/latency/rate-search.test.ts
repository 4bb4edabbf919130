import { describe, expect, test } from "vitest";
import { searchRate } from "../../../../bench/harness/latency/rate-search.ts";

/** A system that holds rates up to its capacity; longer runs hold up to another one. */
async function search(capacity: number, startRate: number, confirmedCapacity = capacity, unlucky = 0, lowestRate = 1) {
  let misses = unlucky;
  const confirmed: number[] = [];
  const found = await searchRate<number>({
    startRate,
    lowestRate,
    precision: 1.05,
    probe: async (rate) => rate,
    holds: (rate) => (misses > 0 ? misses-- === 0 : rate <= capacity),
    confirm: async (rate) => {
      confirmed.push(rate);
      return rate <= confirmedCapacity;
    },
  });
  return { ...found, confirmed };
}

describe("the search for the highest rate", () => {
  test.each([
    [123_456, 1000],
    [123_456, 1_000_000],
    [70, 50_000],
  ])("finds a capacity of %d from %d on within its precision", async (capacity, startRate) => {
    const { ratePerSecond } = await search(capacity, startRate);
    expect(ratePerSecond!).toBeLessThanOrEqual(capacity);
    expect(ratePerSecond! * 1.06).toBeGreaterThan(capacity);
  });

  test("gives a rate up only when it failed twice", async () => {
    const { ratePerSecond, probes } = await search(1000, 500, 1000, 1);
    expect(probes.slice(0, 2)).toEqual([500, 500]);
    expect(ratePerSecond!).toBeGreaterThan(940);
  });

  test("goes down, ever faster, while longer runs do not confirm it", async () => {
    const { ratePerSecond, confirmed } = await search(1000, 1000, 930);
    expect(confirmed).toEqual([1000, 950, 857]);
    expect(ratePerSecond).toBe(857);
    expect((await search(1000, 1000, 345)).ratePerSecond).toBe(341);
    // But no lower than where something can be told.
    expect(Math.min(...(await search(0, 1000, 0, 0, 200)).probes)).toBe(250);
    expect((await search(1000, 1000, 930, 0, 940)).confirmed).toEqual([1000, 950]);
  });
});
