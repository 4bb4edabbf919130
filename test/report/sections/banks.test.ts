import { beforeAll, describe, expect, test } from "vitest";
import { type Report, reportSchema, valueAt } from "../../../src/report/document.ts";
import { MANY_EPISODES, runSmall } from "../../engine/run-small.ts";
import { at, below } from "../figures.ts";

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
  const found = (name: string): number => at(report, `banks.${name}`);

  test("tells true holds from false ones: of victims far more, of the innocent as many as look odd", () => {
    expect(() => reportSchema.parse(report)).not.toThrow();
    expect(found("victims.held")).toBeGreaterThan(0.2);
    expect(found("innocents.asked")).toBeGreaterThan(5000);
    expect(found("innocents.byReason.score") / found("innocents.asked")).toBeCloseTo(0.02, 2);
    expect(found("victims.byReason.account")).toBeGreaterThan(0);
    expect(found("victims.byReason.call")).toBeGreaterThan(0);
    const delayed = found("innocents.byReason.score") + found("innocents.byReason.call");
    expect(found("innocents.delayHours")).toBe(24 * delayed);
    expect(found("innocents.people")).toBeLessThanOrEqual(found("innocents.held.n"));
    expect(found("rightlyHeld")).toBeLessThan(1);
  });

  test("has the money stopped next to what was reported, which a run without banks leaves open", () => {
    const stopped = at(report, "reference.stoppedYuan.simulated");
    expect(stopped).toBe(found("stoppedYuan"));
    expect(stopped).toBeGreaterThan(0);
    expect(found("heldYuan")).toBeGreaterThanOrEqual(stopped);
  });

  test("has no such section for a run without banks", async () => {
    const without = await runSmall([...SETTINGS, "hours=2", "banks.enabled=false"]);
    expect([below(without, "banks."), valueAt(without, "reference.stoppedYuan.simulated")]).toEqual([{}, null]);
    expect(without.sections.map(({ id }) => id)).not.toContain("banks");
  });
});
