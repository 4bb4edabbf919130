import { expect, test } from "vitest";
import { figureAt } from "../../src/report/figure-path.ts";
import type { Report } from "../../src/report/schema.ts";
import { sampleReport } from "../report/sample-report.ts";
import { coverageOf, groupCoverage, intervalsOf } from "./interval-coverage.ts";

const at = (path: string, value: number | null, low: number | null, high: number | null, n: number | null = null) => ({
  path,
  value,
  low,
  high,
  n,
});

test("coverage counts the worlds whose interval holds the mean over worlds, or lies beside it", () => {
  const worlds = [at("sum", 10, 8, 12), at("sum", 20, 19, 22), at("sum", 15, 14, 16), at("sum", 15, null, null)];
  expect(coverageOf(worlds.map((each) => [each]))).toEqual([
    { path: "sum", truth: 15, worlds: 3, held: 1, below: 1, above: 1, width: expect.any(Number) as number },
  ]);
});

test("the truth of a rate is all successes of all trials, and what has no interval is left out", () => {
  const worlds = [
    [at("rate", 0.5, 0.2, 0.8, 100), at("none", 0, null, null)],
    [at("rate", 0.9, 0.5, 1, 300), at("none", null, 0, 1)],
  ];
  expect(coverageOf(worlds)).toMatchObject([{ path: "rate", truth: 0.8, worlds: 2, held: 2 }]);
});

test("figures of different kinds are one group", () => {
  const rows = coverageOf([
    ["mobile", "virtual"].map((kind) => at(`interception.technology.${kind}.calls`, 1, 0, 2)),
    ["mobile", "virtual"].map((kind) => at(`interception.technology.${kind}.calls`, 2, 0, 1)),
  ]);
  expect(groupCoverage(rows)).toMatchObject([
    { name: "interception.technology.*.calls", figures: 2, intervals: 4, held: 2, least: null },
  ]);
});

test("a group tells what its worst figure held, of those that enough worlds have", () => {
  const worlds = Array.from({ length: 20 }, (_, world) => [
    at("benign.byClass.bank.interceptedPer10000", world, 0, world < 5 ? 1 : 100),
    at("benign.byClass.school.interceptedPer10000", world, 0, 100),
    ...(world < 3 ? [at("benign.byClass.otp.interceptedPer10000", 50 * world, 0, 1)] : []),
  ]);
  expect(groupCoverage(coverageOf(worlds))).toMatchObject([{ figures: 3, intervals: 43, held: 35, least: 0.75 }]);
});

test("the filter's rate is of the run alone, and no claim about other worlds", () => {
  expect(coverageOf([[at("filter.measured", 0.1, 0, 0.2)], [at("filter.measured", 0.3, 0.25, 0.4)]])).toEqual([]);
});

test("every interval of a report has a path of its own, at which its figure is found", () => {
  const report = sampleReport();
  const found = intervalsOf(report);
  expect(found.length).toBeGreaterThan(100);
  expect(new Set(found.map(({ path }) => path)).size).toBe(found.length);
  for (const { path, value } of found) expect(figureAt(report, path)).toBe(value);
  expect(figureAt(report, "warnings.byChannel.visit.kept")).toBeTypeOf("number");
  expect(figureAt(report, "no.such.figure")).toBeUndefined();
});

test("an interval is that over clusters where there is one, though it may be none", () => {
  const report = {
    rates: {
      success: { value: 0.5, low: 0.4, high: 0.6, n: 100, clusterLow: 0.2, clusterHigh: 0.9 },
      reach: { value: 0.7, low: 0.6, high: 0.8, n: 90, clusterLow: null, clusterHigh: null },
    },
    lossYuan: { avoided: { value: 900, low: 300, high: 2700 } },
    precisionAt: [{ basis: "scenario", prevalence: 0.2, value: 0.9, low: 0.8, high: 1, n: 5 }],
  } as unknown as Report;
  expect(intervalsOf(report).map(({ path, value, low, high, n }) => [path, value, low, high, n])).toEqual([
    ["rates.success", 0.5, 0.2, 0.9, 100],
    ["rates.reach", 0.7, null, null, 90],
    ["lossYuan.avoided", 900, 300, 2700, null],
    ["precisionAt.scenario", 0.9, 0.8, 1, 5],
  ]);
});
