import { expect, test } from "vitest";
import { headlineOf, seedFigures } from "../../../src/study/validation/seed-figures.ts";
import { sampleReport } from "../../report/sample-report.ts";

test("the first seed stands beside mean and deviation of all", () => {
  const figures = seedFigures([
    { rate: 3, none: null },
    { rate: 1, none: null },
    { rate: 2, none: null },
  ]);
  expect(figures).toEqual([
    { name: "rate", mean: 2, deviation: 1, first: 3, z: 1 },
    { name: "none", mean: null, deviation: null, first: null, z: null },
  ]);
});

test("a figure that some seeds lack is that of the others, and one seed has no deviation", () => {
  expect(seedFigures([{ rate: null }, { rate: 4 }])).toEqual([
    { name: "rate", mean: 4, deviation: null, first: null, z: null },
  ]);
  expect(seedFigures([])).toEqual([]);
});

test("headline figures are those of the report", () => {
  const report = sampleReport();
  const { withDefences, withoutDefences } = report.lossYuan;
  const found = headlineOf(report);
  expect(found["rates.success"]).toBe(report.rates.success.value);
  expect(found["share of loss avoided"]).toBe(1 - withDefences / withoutDefences!);
});
