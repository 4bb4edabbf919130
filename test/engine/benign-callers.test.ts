import { beforeAll, describe, expect, test } from "vitest";
import type { Report } from "../../src/report/schema.ts";
import { runSmall } from "./run-small.ts";
import { BENIGN_CLASSES } from "../../src/event/taxonomy.ts";

/** Couriers and schools call all day, marketers and friends now and then, and few gangs are about. */
const BUSY = [
  "hours=60",
  "population.subscribers=2000",
  "gangs.count=4",
  "gangs.messagesPerDay=20",
  "gangs.callsPerDay=20",
  "warnings.enabled=false",
  "blocklist.initialEntries=0",
  "complaints.callShare=1",
  "complaints.delayHours=1",
  "investigations.casesPerHour=0",
  ...BENIGN_CLASSES.map((name) => `benign.${name}.perDay=0.05`),
  "benign.courier.perDay=8",
  "benign.school.perDay=2",
];

function blocked(report: Report, name: (typeof BENIGN_CLASSES)[number]): number {
  return report.benign.byClass[name].calls.intercepted;
}

describe("benign callers whom people mark", () => {
  let cut: Report;

  beforeAll(async () => {
    cut = await runSmall([...BUSY, "operators.outgoing.cutShare=1"]);
  });

  test("are marked, couriers among them, and are blocked where operators cut them off", async () => {
    const { courier, school, otp } = cut.benign.byClass;
    expect(courier.marked.numbers).toBeGreaterThan(50);
    expect(courier.marked.marks).toBeGreaterThan(courier.marked.numbers);
    expect(school.marked.marks).toBeGreaterThan(5);
    expect(otp.marked.marks).toBe(0);
    expect(cut.investigations.cutOffWrongly).toBeGreaterThan(20);
    expect(blocked(cut, "courier")).toBeGreaterThan(100);
    expect(blocked(cut, "school")).toBeGreaterThan(20);
    expect(cut.benign.byClass.courier.messages.intercepted).toBe(0);
    const open = await runSmall([...BUSY, "operators.outgoing.cutShare=0"]);
    expect(open.benign.byClass.courier.marked.numbers).toBeGreaterThan(50);
    expect([blocked(open, "courier"), blocked(open, "school"), open.investigations.cutOff]).toEqual([0, 0, 0]);
  });
});
