import { beforeAll, describe, expect, test } from "vitest";
import { renderRunPage } from "../../../src/report/html/run-page.ts";
import { type Report, reportSchema } from "../../../src/report/schema.ts";
import { renderReport } from "../../../src/report/terminal/render-report.ts";
import { MANY_EPISODES, runSmall } from "../../engine/run-small.ts";

const SETTINGS = [
  ...MANY_EPISODES,
  "hours=40",
  "episodes.hoursFactor=0.2",
  "episodes.transferHours=4",
  "report.reference=police-2021-22",
  "report.referenceHours=40",
  "banks.enabled=true",
  "banks.falseShare=0.02",
  "banks.innocentTransfers=4",
  "banks.onTheLine=1",
  "banks.listHours=1",
];

describe("the report of a run in which banks hold transfers", () => {
  let report: Report;
  beforeAll(async () => {
    report = await runSmall(SETTINGS);
  });

  test("tells true holds from false ones: of victims far more, of the innocent as many as look odd", () => {
    expect(() => reportSchema.parse(report)).not.toThrow();
    const { victims, innocents, rightlyHeld } = report.banks!;
    expect(victims.held.value).toBeGreaterThan(0.2);
    expect(innocents.asked).toBeGreaterThan(5000);
    expect(innocents.byReason.score / innocents.asked).toBeCloseTo(0.02, 2);
    expect(victims.byReason.account).toBeGreaterThan(0);
    expect(victims.byReason.call).toBeGreaterThan(0);
    expect(innocents.delayHours).toBe(24 * (innocents.byReason.score + innocents.byReason.call));
    expect(innocents.people).toBeLessThanOrEqual(innocents.held.n);
    expect(rightlyHeld.value).toBeLessThan(1);
  });

  test("shows the money stopped beside what was reported, which a run without banks leaves open", () => {
    const row = report.reference.find(({ id }) => id === "stoppedYuan")!;
    expect(row.simulated).toBe(report.banks!.stoppedYuan.value);
    expect(row.simulated).toBeGreaterThan(0);
    expect(report.banks!.heldYuan).toBeGreaterThanOrEqual(row.simulated!);
    const lines = renderReport(report, { width: 80, colour: false }).split("\n");
    const at = lines.findIndex((line) => line.includes("Money of victims"));
    expect(lines.slice(at).find((line) => /^ *stopped /.test(line))).toBeDefined();
    for (const line of lines.slice(at - 20, at + 12)) expect(line.length).toBeLessThanOrEqual(80);
    expect(renderRunPage(report)).toContain('id="banks"');
    expect(renderRunPage({ ...report, banks: null })).not.toContain('id="banks"');
  });

  test("is the same for any number of workers, and of a run without banks null", async () => {
    const again = await runSmall(SETTINGS, { workers: 2, batchEvents: 500 });
    expect([again.digest, again.banks]).toEqual([report.digest, report.banks]);
    const without = await runSmall([...SETTINGS, "banks.enabled=false"]);
    expect(without.banks).toBe(null);
    expect(without.reference.find(({ id }) => id === "stoppedYuan")!.simulated).toBe(null);
    expect(without.digest).not.toBe(report.digest);
  });
});
