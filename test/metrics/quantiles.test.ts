import { expect, test } from "vitest";
import { normalCdf, normalQuantile, studentHalf } from "../../src/metrics/quantiles.ts";

test("the normal distribution has the values of published tables", () => {
  expect(normalCdf(0)).toBe(0.5);
  expect(normalCdf(1.96)).toBeCloseTo(0.9750021048517795, 12);
  expect(normalCdf(-3)).toBeCloseTo(0.0013498980316300933, 12);
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 10);
  expect(normalQuantile(0.8)).toBeCloseTo(0.8416212335729143, 10);
});

test("half of a mean's interval is Student's", () => {
  // t of three degrees of freedom, times the root of the variance 5 / 3 over 4.
  expect(studentHalf(5, 4)).toBeCloseTo(3.1824 * Math.sqrt(5 / 3 / 4), 6);
});
