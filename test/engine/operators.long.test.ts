/** That operators act late, or not at all, has teeth: by effects that are stated. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Report } from "../../src/report/schema.ts";
import { MANY_EPISODES, runSmall } from "./run-small.ts";

/** Much is listed, and what is listed is blocked for that alone. */
const LISTED = [
  ...MANY_EPISODES,
  "complaints.messageShare=0.1",
  "complaints.callShare=0.2",
  "complaints.delayHours=0.5",
  "investigations.casesPerHour=200",
  "investigations.hostComplaints=4",
  "investigations.appComplaints=3",
  "gangs.lineLifeDays=3",
];

type Rows = NonNullable<Report["operators"]>["operators"];

function rowsOf(report: Report): Rows {
  return report.operators!.operators;
}

function delayed(hours: number): Promise<Report> {
  return runSmall([...LISTED, `operators.largest.enactHours=${hours}`]);
}

/** The last span of hours since the listing in which something still passed. */
function latest({ passed: { byHour } }: Rows[number]): number {
  return byHour.findLast(({ contacts }) => contacts > 0)!.from;
}

function passed(report: Report): number[] {
  return rowsOf(report).map(({ passed: { late, refused } }) => late + refused);
}

describe("operators", () => {
  let prompt: Report;
  beforeAll(async () => {
    prompt = await runSmall(LISTED);
  });

  test("that enact every notice at once are not reported", () => {
    expect(prompt.operators).toBeNull();
  });

  test("of which one never acts leave its customers to the listed numbers, and its customers alone", async () => {
    const report = await runSmall([...LISTED, "operators.second.compliance=0"]);
    const [largest, second, third] = rowsOf(report);
    expect(passed(report)).toEqual([0, expect.any(Number), 0]);
    expect(second!.passed.refused).toBeGreaterThan(0.1 * second!.contacts);
    expect(second!.interception.value!).toBeLessThan(largest!.interception.value! - 0.1);
    expect(second!.interception.value!).toBeLessThan(third!.interception.value! - 0.1);
    expect([second!.enacted, largest!.enacted]).toEqual([0, largest!.notices]);
  });

  test("let the more pass, the longer they take, within the hours that they take", async () => {
    const [short, long] = [await delayed(2), await delayed(12)];
    expect(passed(short)[0]).toBeGreaterThan(20);
    expect(passed(long)[0]).toBeGreaterThan(2 * passed(short)[0]!);
    expect(latest(rowsOf(long)[0]!)).toBeGreaterThan(latest(rowsOf(short)[0]!));
    expect(Math.abs(rowsOf(long)[0]!.medianDelayHours! - 12)).toBeLessThan(3);
  });

  test("flag what they let pass: not one of those events is allowed unmarked", async () => {
    const report = await runSmall([...LISTED, "operators.largest.compliance=0", "operators.second.compliance=0"]);
    const { flagged } = report.fraud;
    expect(flagged.calls + flagged.messages).toBeGreaterThanOrEqual(
      passed(report).reduce((sum, each) => sum + each, 0),
    );
  });

  test("that never refuse a site, and stores that never take down an app, cost gangs neither", async () => {
    const never = ["largest", "second", "third", "stores"].map((name) => `operators.${name}.compliance=0`);
    const report = await runSmall([...LISTED, "warnings.enabled=false", ...never]);
    expect([report.episodes.siteBlocked, report.fraud.intercepted.apps]).toEqual([0, 0]);
    expect(rowsOf(report).some(({ sitesPassed }) => sitesPassed > 0)).toBe(true);
    expect(report.operators!.stores.appsPassed).toBeGreaterThan(0);
    expect(prompt.episodes.siteBlocked).toBeGreaterThan(0);
  });

  test("that differ in all give one digest and one report for any number of workers and size of batch", async () => {
    const settings = [
      "hours=30",
      "population.subscribers=1500",
      "gangs.count=12",
      "operators.largest.enactHours=1",
      "operators.second.enactHours=8",
      "operators.third.compliance=0.5",
      "operators.stores.enactHours=5",
    ];
    const first = await runSmall(settings);
    expect(passed(first).some((count) => count > 0)).toBe(true);
    for (const [workers, batchEvents] of [
      [2, 333],
      [3, 50],
    ]) {
      expect({ ...(await runSmall(settings, { workers, batchEvents })), workers: 1 }).toEqual(first);
    }
  });
});
