import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { buildReport, type Report } from "../../../src/report/document.ts";
import { renderReport, renderSummary } from "../../../src/report/render-report.ts";
import { emptyLoop, sampleLoop } from "../sample-loop.ts";
import { sampleInput, sampleReport } from "../sample-report.ts";

const PLAIN = { width: 80, colour: false } as const;
/** Each has a table of another form. */
const SHOWN = ["people", "warned", "baselines", "reference"];

describe("the tables for a terminal", () => {
  test("of a small run read as recorded, and those of all its sections are as they were", async () => {
    const report = sampleReport();
    const sections = report.sections.filter(({ id }) => SHOWN.includes(id));
    await expect(renderReport({ ...report, sections }, PLAIN)).toMatchFileSnapshot("sample-report.golden.txt");
    const whole = createHash("sha256").update(renderReport(report, PLAIN)).digest("hex");
    expect(whole.slice(0, 16)).toMatchInlineSnapshot(`"0d3b84ebcf9647a3"`);
  });

  test.each([150_000, 5_000_000])("fit 80 columns when every count is %i times as large", (times) => {
    const input = sampleInput();
    for (const column of Object.values(input.tally.columns)) {
      if (column instanceof Float64Array) for (let i = 0; i < column.length; i++) column[i]! *= times;
    }
    const filter = { ...input.filter!, probes: 99_999_999, falsePositives: 1_000_000 };
    const text = renderReport(buildReport({ ...input, filter }), PLAIN);
    expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  test("let no escape sequence of a scenario's name or a command line through", () => {
    const hostile = { ...sampleInput(), scenario: "a\u001b[31m\u202eb", reproduce: "ringfence run '\u009b2J'\n" };
    for (const render of [renderReport, renderSummary]) {
      const text = render(buildReport(hostile), PLAIN);
      expect(text).toContain("a\\u{1b}[31m\\u{202e}b");
      for (const unsafe of ["\u001b", "\u009b", "\u202e"]) expect(text).not.toContain(unsafe);
    }
  });
});

const unpaired = { ...sampleLoop(), noDefences: null, interceptionOnly: null };

describe("the summary of a run", () => {
  test.each<readonly [string, Report]>([
    ["of a small run", sampleReport()],
    ["of the reported size", hugeLoop(sampleReport())],
    ["of nothing", buildReport({ ...sampleInput([]), loop: emptyLoop() })],
    ["without paired runs", buildReport({ ...sampleInput(), loop: unpaired })],
  ])("%s fits one screen", (_name, report) => {
    const text = renderSummary(report, PLAIN);
    const lines = text.trimEnd().split("\n");
    // Two more name the report.
    expect(lines.length).toBeLessThanOrEqual(40);
    expect(lines.filter((line) => line.length > 80 || line !== line.trimEnd())).toEqual([]);
    expect(text).not.toMatch(/NaN|null|undefined|Infinity/);
  });

  test("begins with who lost money, and says that nothing is known of it where no paired run tells", () => {
    const [, , , head, first] = renderSummary(sampleReport(), PLAIN).split("\n");
    expect(head).toMatch(/^ {2}Who lost money +people/);
    expect(first).toMatch(/^ {2}without defences +4 /);
    expect(renderSummary(buildReport({ ...sampleInput(), loop: unpaired }), PLAIN)).not.toContain("without defences");
  });
});

/** Every count and amount as large as a national platform's, and every share with all its digits. */
function hugeLoop(report: Report): Report {
  const figures = Object.entries(report.figures).map(([name, { value, low, n }]) => {
    const isPart = name.startsWith("rates.") || (value !== null && !Number.isInteger(value));
    const ends =
      low === undefined ? {} : isPart ? { low: 0.87654, high: 0.98765 } : { low: -87_654_321, high: 87_654_321 };
    return [name, { value: isPart ? 0.98765 : 87_654_321, ...ends, ...(n === undefined ? {} : { n: 87_654_321 }) }];
  });
  return { ...report, figures: Object.fromEntries(figures) as Report["figures"] };
}
