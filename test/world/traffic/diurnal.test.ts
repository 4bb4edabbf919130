import { expect, test } from "vitest";
import { DIURNAL, type DiurnalShape, diurnalWeight } from "../../../src/world/traffic/diurnal.ts";

const shapes = Object.keys(DIURNAL) as DiurnalShape[];

test.each(shapes)("the shape of a day %s has 24 hours of mean weight 1, none negative", (shape) => {
  const weights = Array.from({ length: 24 }, (_, hour) => diurnalWeight(shape, hour));
  expect(weights.reduce((sum, weight) => sum + weight, 0) / 24).toBeCloseTo(1, 12);
  expect(weights.every((weight) => weight >= 0)).toBe(true);
});

test("the shape of a day of fraud peaks between 8 and 11, and that of business is nothing at three in the morning", () => {
  const hours = Array.from({ length: 24 }, (_, hour) => hour);
  const byWeight = hours.toSorted((a, b) => diurnalWeight("fraud", a) - diurnalWeight("fraud", b));
  expect(byWeight.slice(-3).toSorted((a, b) => a - b)).toEqual([8, 9, 10]);
  expect(byWeight.slice(0, 4).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4]);
  expect(diurnalWeight("business", 3)).toBe(0);
});
