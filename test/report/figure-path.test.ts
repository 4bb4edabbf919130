/** Figures of a report go by a path. */
import { expect, test } from "vitest";
import { figureAt } from "../../src/report/figure-path.ts";
import type { Report } from "../../src/report/schema.ts";

const report = {
  digest: "0123",
  rates: {
    success: { value: 0.5, low: 0.4, high: 0.6, n: 100, clusterLow: 0.2, clusterHigh: 0.9 },
    reach: { value: 0.7, low: 0.6, high: 0.8, n: 90, clusterLow: null, clusterHigh: null },
  },
  lossYuan: { avoided: { value: 900, low: 300, high: 2700 } },
  precisionAt: [
    { prevalence: 0.01, value: 0.3, low: 0.2, high: 0.4, n: 5 },
    { basis: "scenario", prevalence: 0.2, value: 0.9, low: 0.8, high: 1, n: 5 },
  ],
  teams: [
    { channel: "telephone", attempts: 7 },
    { channel: "visit", attempts: null },
  ],
} as unknown as Report;

test.each([
  ["rates.success", 0.5],
  ["rates.success.n", 100],
  ["rates.reach.clusterLow", null],
  ["precisionAt.0,01", 0.3],
  ["precisionAt.scenario", 0.9],
  ["teams.telephone.attempts", 7],
  ["teams.visit.attempts", null],
  ["teams.visit.size", undefined],
  ["rates.none", undefined],
  ["digest", undefined],
  ["rates.toString", undefined],
])("the figure at %s is %s", (path, value) => {
  expect(figureAt(report, path)).toBe(value);
});
