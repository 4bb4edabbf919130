import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { reportCsv } from "../../src/report/csv.ts";
import { buildReport, reportJsonSchema, reportSchema, valueAt } from "../../src/report/document.ts";
import { threshold } from "../../src/report/sections/threshold.ts";
import { type Curves, figure, nameOf, row, rows, section, table } from "../../src/report/statement.ts";
import { forAll } from "../for-all.ts";
import { plainEvent } from "./random-batch.ts";
import { randomLoop } from "./random-loop.ts";
import { stated } from "./figures.ts";
import { sampleInput, sampleReport } from "./sample-report.ts";

describe("the report", () => {
  test("is refused when an episode is of a gang that the world does not have", () => {
    const input = sampleInput();
    const episodes = input.loop.episodes.map((episode) => ({ ...episode, gang: 3 }));
    expect(() => buildReport({ ...input, loop: { ...input.loop, episodes } })).toThrow(
      "of gang 3, and the tally has 3",
    );
  });

  test("has precision-recall points from the strictest threshold to the loosest", () => {
    const [all] = (stated(threshold)[0]!.statement as Curves).lines;
    expect(all!.at!.values).toEqual([7, 2.75, 2, -1, -4.25]);
    expect(all!.points).toEqual([
      [9 / 20, 1],
      [13 / 20, 1],
      [13 / 20, 13 / 14],
      [15 / 20, 15 / 18],
      [1, 0.2],
    ]);
  });

  test("finds figures by name, their interval and n below it, and nothing by names of other things", () => {
    const report = buildReport(sampleInput(), [
      section("toy", "toy", () => [
        rows("rates", "rates", { unit: "share" }, [
          figure("success", "success", { value: 0.5, low: 0.4, high: 0.6, n: 100, clusterLow: 0.2, clusterHigh: 0.9 }),
          figure("reach", "reach", { value: 0.7, low: 0.6, high: 0.8, n: 90, clusterLow: null, clusterHigh: null }),
        ]),
        table("teams", "teams", {}, [{ id: "visit", words: "visit", unit: "count" }], [row("*.tries", "tries", null)]),
      ]),
    ]);
    const found = ["rates.success", "rates.success.low", "rates.success.n", "rates.reach.low", "teams.visit.tries"];
    expect(found.map((name) => valueAt(report, name))).toEqual([0.5, 0.2, 100, null, null]);
    for (const name of ["rates", "rates.none", "digest", "toString", "rates.success.toString"]) {
      expect([name, valueAt(report, name)]).toEqual([name, undefined]);
    }
  });

  test("refuses two figures of one name", () => {
    const twice = section("toy", "toy", () => [1, 2].map((value) => rows("a", "a", {}, [figure("b", "b", value)])));
    expect(() => buildReport(sampleInput(), [twice])).toThrow("two figures are called a.b");
  });

  test("names in its tables every figure that it has, and has every one but those left out", () => {
    const { figures, sections } = sampleReport();
    const named = sections.flatMap(({ statements }) =>
      statements.flatMap((statement) =>
        statement.kind === "table"
          ? statement.rows.flatMap(({ id }) => statement.columns.map((column) => nameOf(statement.of, id, column.id)))
          : [],
      ),
    );
    expect(new Set(named).size).toBe(named.length);
    expect(named.filter((name) => name in figures)).toEqual(Object.keys(figures));
    expect(named.length).toBeGreaterThan(300);
  });
});

describe("the figures as CSV", () => {
  test("are a row each, with unit and interval", () => {
    const lines = reportCsv(sampleReport()).split("\n");
    expect(lines[0]).toBe("section,name,words,column,unit,value,low,high,n");
    expect(lines.length).toBe(Object.keys(sampleReport().figures).length + 2);
    expect(lines.find((line) => line.includes("lossYuan.avoided"))).toBe(
      "losses,lossYuan.avoided,avoided by all defences,,yuan,18000,,,",
    );
  });

  test("hold no formula, whatever a matcher or a stage is called", () => {
    const evil = ["=1+1", " @SUM(A1)", "\uFF1Dcmd", '"=x', "a;b"];
    const figures = evil.map((words, id) => figure(String(id), words, -1));
    const hostile = buildReport(sampleInput(), [section("toy", "toy", () => [rows("a", "a", {}, figures)])]);
    const cells = reportCsv(hostile).trimEnd().split("\n").slice(1);
    expect(cells.map((line) => line.split(",")[2])).toEqual(["'=1+1", "' @SUM(A1)", "'\uFF1Dcmd", '"\'""=x"', '"a;b"']);
    expect(cells.every((line) => line.includes(",-1,"))).toBe(true);
  });
});

describe("the schema", () => {
  test("holds for the report of any batch and loop, and still after JSON", () => {
    forAll([fc.array(plainEvent, { maxLength: 40 }), randomLoop], 10, (plain, loop) => {
      const gangs = plain.map((event) => {
        const gang = event.gang % 3;
        // A gang keeps to one typology.
        return { ...event, gang, typology: 4 * gang, domain: event.domain % 4 };
      });
      const report = buildReport({ ...sampleInput(gangs), loop });
      expect(reportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
    });
  });

  test("as JSON Schema accepts a report and refuses one with a field missing, added or of the wrong kind", () => {
    const published = z.fromJSONSchema(JSON.parse(JSON.stringify(reportJsonSchema())));
    const report = JSON.parse(JSON.stringify(sampleReport()));
    expect(published.safeParse(report).error).toBeUndefined();
    const { digest: _, ...without } = report;
    expect(published.safeParse(without).success).toBe(false);
    expect(published.safeParse({ ...report, extra: 1 }).success).toBe(false);
    expect(published.safeParse({ ...report, schemaVersion: 9 }).success).toBe(false);
    expect(published.safeParse({ ...report, events: { ...report.events, calls: -1 } }).success).toBe(false);
    const wrong = { ...report.figures, "rates.success": { value: "high" } };
    expect(published.safeParse({ ...report, figures: wrong }).success).toBe(false);
  });
});
