import { expect, test } from "vitest";
import { meanInterval } from "../../src/metrics/quantiles.ts";

test("a mean has Student's interval, and of one value none", () => {
  const { mean, half } = meanInterval([1, 2, 3, 4]);
  // t of three degrees of freedom, times the root of the variance 5 / 3 over 4.
  expect([mean, half]).toEqual([2.5, expect.closeTo(3.1824 * Math.sqrt(5 / 3 / 4), 6)]);
  expect(meanInterval([7])).toEqual({ mean: 7, half: null });
});
