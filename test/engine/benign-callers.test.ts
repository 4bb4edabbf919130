import { expect, test } from "vitest";
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

test("benign callers whom people mark are blocked where operators cut them off, couriers among them", async () => {
  const cut = await runSmall([...BUSY, "operators.outgoing.cutShare=1"]);
  const { courier, school, otp } = cut.benign.byClass;
  expect(courier.marked.numbers).toBeGreaterThan(50);
  expect(courier.marked.marks).toBeGreaterThan(courier.marked.numbers);
  expect(school.marked.marks).toBeGreaterThan(5);
  expect(otp.marked.marks).toBe(0);
  expect(cut.investigations.cutOffWrongly).toBeGreaterThan(20);
  expect(blocked(cut, "courier")).toBeGreaterThan(100);
  expect(courier.messages.intercepted).toBe(0);
  const open = await runSmall([...BUSY, "operators.outgoing.cutShare=0"]);
  expect([blocked(open, "courier"), blocked(open, "school"), open.investigations.cutOff]).toEqual([0, 0, 0]);
});
