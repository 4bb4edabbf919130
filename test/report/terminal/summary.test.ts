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
});
