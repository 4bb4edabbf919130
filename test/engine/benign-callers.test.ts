import { expect, test } from "vitest";
import { runSmall } from "./run-small.ts";
import { BENIGN_CLASSES } from "../../src/event/taxonomy.ts";
import { at } from "../report/figures.ts";

/** Couriers and schools call all day, marketers and friends now and then, and few gangs are about. */
const BUSY = [
  "hours=48",
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

test("benign callers whom people mark are blocked where operators cut them off, couriers among them", async () => {
  const cut = await runSmall([...BUSY, "operators.outgoing.cutShare=1"]);
  const found = (name: string): number => at(cut, name);
  expect(found("benign.marked.courier.numbers")).toBeGreaterThan(50);
  expect(found("benign.marked.courier.marks")).toBeGreaterThan(found("benign.marked.courier.numbers"));
  expect(found("benign.marked.school.marks")).toBeGreaterThan(5);
  expect(found("benign.marked.otp.marks")).toBe(0);
  expect(found("investigations.cutOffWrongly")).toBeGreaterThan(20);
  expect(found("benign.byClass.courier.intercepted")).toBeGreaterThan(100);
  expect(found("rates.falseInterceptionMessages")).toBe(0);
  const open = await runSmall([...BUSY, "operators.outgoing.cutShare=0"]);
  const none = ["benign.byClass.courier.intercepted", "benign.byClass.school.intercepted", "investigations.cutOff"];
  expect(none.map((name) => at(open, name))).toEqual([0, 0, 0]);
});
