import { expect, test } from "vitest";
import { differenceOverGangs } from "../../src/metrics/gang-sum.ts";
import { studentQuantile } from "../../src/metrics/quantiles.ts";

test("a sum of differences over gangs has an interval on both sides of it, where it comes to nothing too", () => {
  // Squared deviations add up to 10, and four gangs drawn anew have four thirds of it.
  const half = studentQuantile(3) * Math.sqrt((4 / 3) * 10);
  const { value, low, high } = differenceOverGangs([-2, 1, 2, -1]);
  expect(value).toBe(0);
  expect([low, high]).toEqual([expect.closeTo(-half, 12), expect.closeTo(half, 12)]);
});

test("a sum of differences over gangs has none where no gang differs from another, or there is but one", () => {
  expect(differenceOverGangs([0, 0, 0])).toEqual({ value: 0, low: null, high: null });
  expect(differenceOverGangs([5])).toEqual({ value: 5, low: null, high: null });
});
