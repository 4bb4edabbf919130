import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { buildReport } from "../../src/report/report.ts";
import { renderReport } from "../../src/report/terminal.ts";
import { sampleInput, sampleReport } from "./sample-report.ts";

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

  test("fits 80 columns when every count is in the millions", () => {
    const input = sampleInput();
    for (const column of Object.values(input.tally.columns)) {
      if (column instanceof Float64Array) for (let i = 0; i < column.length; i++) column[i]! *= 150_000;
    }
    const lines = renderReport(buildReport(input), { width: 80, colour: false }).split("\n");
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
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
