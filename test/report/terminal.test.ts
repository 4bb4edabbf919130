import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { buildReport } from "../../src/report/report.ts";
import { renderReport } from "../../src/report/terminal.ts";
import { sampleEvents, sampleInput, sampleReport } from "./sample-report.ts";

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
    expect(text).toMatch(/in traffic: [\d,]+ of [\d,]{10,} numbers,\n {14}[\d,]+ of [\d,]+ domains, all cleared\n/);
  });

  test("says one of a single thing", () => {
    const text = renderReport(buildReport({ ...sampleInput(sampleEvents().slice(0, 1)), workers: 1 }), {
      width: 80,
      colour: false,
    });
    expect(text).toContain("1 event: 1 call, 0 messages\n1 fraud contact (100.00 %); 0 fraud domains blocked\n");
    expect(text).toContain("1 event in 0.5 s");
    expect(text).toContain("1 worker,");
  });

  test("says the same with emphasis as without", () => {
    const plain = renderReport(sampleReport(), { width: 80, colour: false });
    const coloured = renderReport(sampleReport(), { width: 80, colour: true });
    expect(coloured).not.toBe(plain);
    expect(stripVTControlCharacters(coloured)).toBe(plain);
  });

  test("of a run of nothing says so and shows no figure", () => {
    const text = renderReport(buildReport(sampleInput([])), { width: 80, colour: false });
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
