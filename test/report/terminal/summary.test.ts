import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { formatPercent } from "../../../src/report/format.ts";
import { buildReport } from "../../../src/report/build-report.ts";
import type { Report } from "../../../src/report/schema.ts";
import { renderSummary } from "../../../src/report/terminal/summary.ts";
import { emptyLoop, sampleLoop } from "../sample-loop.ts";
import { sampleInput, sampleReport } from "../sample-report.ts";
import { hugeLoop } from "./huge-loop.ts";

const PLAIN = { width: 80, colour: false } as const;
const LINES = 40;

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
    expect(lines.length).toBeLessThanOrEqual(LINES - 2);
    expect(lines.filter((line) => line.length > 80 || line !== line.trimEnd())).toEqual([]);
    expect(text).not.toMatch(/NaN|null|undefined|Infinity/);
  });

  test("has what the report has: the reference figures, the funnel, what it cost, and the line to repeat it", () => {
    const report = sampleReport();
    const text = renderSummary(report, PLAIN);
    for (const { figure } of report.reference) expect(text).toContain(`\n  ${figure} `);
    const { accuracy, success, interceptionCalls } = report.rates;
    const { precision } = report.precisionByPrevalence.at(-1)!;
    for (const share of [accuracy, success, interceptionCalls, precision]) {
      expect(text).toContain(` ${formatPercent(share, 1)}`);
    }
    expect(text).toContain(`\nDigest  ${report.digest}\n`);
    expect(text.replaceAll(/ \\\n +/g, " ")).toContain(`\nAgain   ${report.reproduce}\n`);
  });

  test("begins with whom warnings saved, and says nothing of it where no paired run tells", () => {
    const [, , , , people, yuan] = renderSummary(sampleReport(), PLAIN).split("\n");
    expect(people).toMatch(/^ {2}people +1 .* 33\.3 %/);
    expect(yuan).toMatch(/^ {2}yuan +5,000 .* 33\.3 %/);
    const text = renderSummary(buildReport({ ...sampleInput(), loop: unpaired }), PLAIN);
    expect(text).not.toContain("Saved by warnings");
  });

  test("names the benign class that is blocked most, and none where none is", () => {
    const report = sampleReport();
    const { byClass } = report.benign;
    const [worst] = Object.entries(byClass)
      .filter(([, { intercepted }]) => intercepted > 0)
      .toSorted(([, a], [, b]) => b.interceptedPer10000.value! - a.interceptedPer10000.value!);
    const words = `per 10,000 (${worst![0]}: ${worst![1].interceptedPer10000.value!.toFixed(1)})`;
    expect(renderSummary(report, PLAIN)).toContain(words);
    const unhurt = buildReport({ ...sampleInput([]), loop: emptyLoop() });
    expect(renderSummary(unhurt, PLAIN)).toMatch(/per 10,000 /);
    expect(renderSummary(unhurt, PLAIN)).not.toMatch(/per 10,000 \(/);
  });

  test("says the same with emphasis, and lets no escape sequence through", () => {
    const hostile = { ...sampleInput(), scenario: "a\u001b[31m\u202eb", reproduce: "ringfence run '\u009b2J'\n" };
    const plain = renderSummary(buildReport(hostile), PLAIN);
    for (const unsafe of ["\u001b", "\u009b", "\u202e"]) expect(plain).not.toContain(unsafe);
    expect(stripVTControlCharacters(renderSummary(buildReport(hostile), { ...PLAIN, colour: true }))).toBe(plain);
  });
});
