import { describe, expect, test } from "vitest";
import { buildReport } from "../../../src/report/build-report.ts";
import { renderReport } from "../../../src/report/terminal/render-report.ts";
import { sampleInput, sampleReport } from "../sample-report.ts";

describe("the table for a terminal", () => {
  test("of a small run reads as recorded", async () => {
    const text = renderReport(sampleReport(), { width: 80, colour: false });
    await expect(text).toMatchFileSnapshot("sample-report.golden.txt");
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

  test("lets no escape sequence of a scenario's name or a command line through", () => {
    const hostile = { ...sampleInput(), scenario: "a\u001b[31m\u202eb", reproduce: "ringfence run '\u009b2J'\n" };
    const text = renderReport(buildReport(hostile), { width: 80, colour: false });
    expect(text).toContain("a\\u{1b}[31m\\u{202e}b");
    for (const unsafe of ["\u001b", "\u009b", "\u202e"]) expect(text).not.toContain(unsafe);
  });
});
