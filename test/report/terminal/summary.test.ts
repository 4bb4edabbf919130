import { describe, expect, test } from "vitest";
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

  test("begins with whom warnings saved, and says nothing of it where no paired run tells", () => {
    const [, , , , people, yuan] = renderSummary(sampleReport(), PLAIN).split("\n");
    expect(people).toMatch(/^ {2}people +1 .* 33\.3 %/);
    expect(yuan).toMatch(/^ {2}yuan +5,000 .* 33\.3 %/);
    const text = renderSummary(buildReport({ ...sampleInput(), loop: unpaired }), PLAIN);
    expect(text).not.toContain("Saved by warnings");
  });

  test("has the rate of each benign class that is blocked, the worst first, and none where none is", () => {
    const report = sampleReport();
    const rates = Object.entries(report.benign.byClass).map(([name, row], at) => {
      const value = at % 3 === 0 ? 0 : 0.51 + 10 * at;
      return [name, { ...row, interceptedPer10000: { ...row.interceptedPer10000, value } }] as const;
    });
    const byClass = Object.fromEntries(rates) as typeof report.benign.byClass;
    const text = renderSummary(hugeLoop({ ...report, benign: { ...report.benign, byClass } }), PLAIN);
    expect(text.replaceAll(/\s+/g, " ")).toContain(
      "blocked by class: stranger 101, marketing 81, school 71, bank 51, otp 41, courier 21, work 11 ",
    );
    expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(LINES - 2);
    const unhurt = buildReport({ ...sampleInput([]), loop: emptyLoop() });
    expect(renderSummary(unhurt, PLAIN)).toContain("benign events blocked, per 10,000");
    expect(renderSummary(unhurt, PLAIN)).not.toContain("by class");
  });
});
