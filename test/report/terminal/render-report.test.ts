import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { buildReport } from "../../../src/report/build-report.ts";
import { renderReport } from "../../../src/report/terminal/render-report.ts";
import { hugeLoop } from "./huge-loop.ts";
import { emptyLoop, sampleLoop } from "../sample-loop.ts";
import { sampleEvents, sampleInput, sampleReport } from "../sample-report.ts";

describe("the table for a terminal", () => {
  test("of a small run reads as recorded", async () => {
    const text = renderReport(sampleReport(), { width: 80, colour: false });
    await expect(text).toMatchFileSnapshot("sample-report.golden.txt");
  });

  test("fits 80 columns and leaves no space at the end of a line", () => {
    for (const line of renderReport(sampleReport(), { width: 80, colour: false }).split("\n")) {
      expect(line.length).toBeLessThanOrEqual(80);
      expect(line).toBe(line.trimEnd());
    }
  });

  test.each([150_000, 1_000_000, 5_000_000])("fits 80 columns when every count is %i times as large", (times) => {
    const input = sampleInput();
    for (const column of Object.values(input.tally.columns)) {
      if (column instanceof Float64Array) for (let i = 0; i < column.length; i++) column[i]! *= times;
    }
    const filter = { ...input.filter!, probes: 99_999_999, falsePositives: 1_000_000 };
    const text = renderReport(buildReport({ ...input, filter }), { width: 80, colour: false });
    expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(text.replaceAll(/\n +/g, " ")).toMatch(/in traffic: [\d,]+ of [\d,]{10,} numbers, [\d,]+ of [\d,]+ domains/);
  });

  test("says one of a single thing", () => {
    const text = renderReport(buildReport({ ...sampleInput(sampleEvents().slice(0, 1)), workers: 1 }), {
      width: 80,
      colour: false,
    });
    expect(text).toContain(
      "1 event: 1 call, 0 messages\n1 fraud contact (100.00 %); 0 fraud domains and 0 apps blocked\n",
    );
    expect(text).toContain("1 event in 0.5 s");
    expect(text).toMatch(/\nWorker threads +1\n/);
  });

  test("says the same with emphasis as without", () => {
    const plain = renderReport(sampleReport(), { width: 80, colour: false });
    const coloured = renderReport(sampleReport(), { width: 80, colour: true });
    expect(coloured).not.toBe(plain);
    expect(stripVTControlCharacters(coloured)).toBe(plain);
  });

  test("fits 80 columns when the loop is of the reported size", () => {
    const text = renderReport(hugeLoop(sampleReport()), { width: 80, colour: false });
    expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  test("says that nothing was warned, and that losses avoided are unknown without paired runs", () => {
    const loop = { ...sampleLoop(), warnings: [], deliveries: [], noDefences: null, interceptionOnly: null };
    const text = renderReport(buildReport({ ...sampleInput(), loop }), { width: 80, colour: false });
    expect(text).toContain("\nNo early warning was pushed: the funnel's rates are none.\n");
    expect(text).toContain("avoided: unknown, as the paired runs were left out\n");
    expect(text).toMatch(/\n {2}loss avoided, yuan +242.75 bn +242.75 M +none +none\n/);
    expect(text).not.toMatch(/Funnel of warnings|Lead time|False alarms|NaN|null|undefined/);
  });

  test("has the three published definitions beside the run's own, with the intervals over clusters", () => {
    const text = renderReport(sampleReport(), { width: 80, colour: false });
    expect(text).toMatch(/on target: accuracy +5 +71.4 % +1.0-99.8 +7 +79.9 %\n/);
    expect(text).toMatch(/kept: success +2 +66.7 % +20.8-93.9 +3 +98.1 %\n/);
    expect(text).toMatch(/kept of pushed +28.6 % +0.9-94.8 +7 +75.0 %\n/);
  });

  test("of a run of nothing says so and shows no figure", () => {
    const text = renderReport(buildReport({ ...sampleInput([]), loop: emptyLoop() }), { width: 80, colour: false });
    expect(text).toContain("none");
    expect(text).not.toMatch(/NaN|null|undefined|Infinity/);
  });

  test("lets no escape sequence of a scenario's name or a command line through", () => {
    const hostile = { ...sampleInput(), scenario: "a\u001b[31m\u202eb", reproduce: "ringfence run '\u009b2J'\n" };
    const text = renderReport(buildReport(hostile), { width: 80, colour: false });
    expect(text).toContain("a\\u{1b}[31m\\u{202e}b");
    for (const unsafe of ["\u001b", "\u009b", "\u202e"]) expect(text).not.toContain(unsafe);
  });
});
