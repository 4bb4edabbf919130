import { expect, test } from "vitest";
import { figureAt } from "../../src/report/figure-path.ts";
import { sampleReport } from "../report/sample-report.ts";
import { intervalsOf } from "./interval-coverage.ts";

test("every interval of a report has a path of its own, at which its figure is found", () => {
  const report = sampleReport();
  const found = intervalsOf(report);
  expect(found.length).toBeGreaterThan(100);
  expect(new Set(found.map(({ path }) => path)).size).toBe(found.length);
  for (const { path, value } of found) expect(figureAt(report, path)).toBe(value);
  expect(figureAt(report, "warnings.byChannel.visit.kept")).toBeTypeOf("number");
  expect(figureAt(report, "no.such.figure")).toBeUndefined();
});
