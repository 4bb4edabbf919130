import { array, double } from "fast-check";
import { describe, expect, test } from "vitest";
import { median, medianWithInterval } from "../../../bench/harness/statistics.ts";
import { forAll } from "../../for-all.ts";

describe("a median with its interval", () => {
  test("takes six samples for an interval, and then says from least to greatest", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(medianWithInterval([1, 2, 3, 4, 5])).toEqual({ value: 3, low: null, high: null });
    expect(medianWithInterval([6, 5, 4, 3, 2, 1])).toEqual({ value: 3.5, low: 1, high: 6 });
  });

  test("has the bounds of published tables of the sign test", () => {
    expect(medianWithInterval(upTo(10))).toMatchObject({ low: 2, high: 9 });
    expect(medianWithInterval(upTo(20))).toMatchObject({ low: 6, high: 15 });
    expect(medianWithInterval(upTo(50))).toMatchObject({ low: 18, high: 33 });
  });

  test("lies within its interval, in any order", () => {
    forAll([array(double({ min: 0, max: 1e6, noNaN: true }), { minLength: 6, maxLength: 200 })], 100, (samples) => {
      const { value, low, high } = medianWithInterval(samples);
      expect(low!).toBeLessThanOrEqual(value);
      expect(value).toBeLessThanOrEqual(high!);
      expect(medianWithInterval(samples.toReversed())).toEqual({ value, low, high });
    });
  });
});

function upTo(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i + 1);
}
