import { beforeAll, describe, expect, test } from "vitest";
import type { Report } from "../../src/report/document.ts";
import { at, below } from "../report/figures.ts";
import { hashOf, runSmall, settingsIn } from "./run-small.ts";
import { BENIGN_CLASSES } from "../../src/event/taxonomy.ts";

const SETTINGS = ["hours=5", "population.subscribers=1000", "gangs.count=12", "episodes.hoursFactor=0.1"];

/** A world in which each limit is met, and on in it whatever is off in the scenario smoke. */
const EVERYTHING = [
  ...settingsIn("rich-world.txt"),
  "adversary.schedule=[{ fromHour: 12, knob: obfuscation, setting: heavy }]",
  "operators.delayHours=5",
  "operators.groups.by=both",
  "operators.groups.delayHours=3",
  "screening.model=starter",
  "screening.stages.provenance=true",
  "blocklist.neighbours=1",
  "crackdown.enabled=true",
  "banks.enabled=true",
];

const moneyOf = (report: Report): string =>
  hashOf(["money.", "cards.", "banks.", "gangCosts."].map((group) => below(report, group)));

describe("a run of one scenario and seed", () => {
  let first: Report;
  beforeAll(async () => {
    first = await runSmall(SETTINGS, { triesFilter: true });
  });

  test("has one digest and one set of figures for 1 and 3 workers and any size of batch", async () => {
    const other = await runSmall(SETTINGS, { workers: 3, batchEvents: 50, triesFilter: true });
    expect({ ...other, workers: 1 }).toEqual(first);
  });

  test("has them with everything switched on that may be, and another digest then, and for another seed", async () => {
    const one = await runSmall(EVERYTHING, { counterfactual: true });
    const other = await runSmall(EVERYTHING, { workers: 3, batchEvents: 33 });
    const [rates, otherRates] = [one, other].map((report) => below(report, "rates."));
    expect([other.digest, moneyOf(other), otherRates]).toEqual([one.digest, moneyOf(one), rates]);
    expect(one.digest).not.toBe(first.digest);
    expect([one.digest, moneyOf(one)]).toEqual(["dab008501c61b405", "b80d3ba47dd000bf"]);
    expect(hashOf(one.figures), "figures of the report: -u records new ones").toMatchInlineSnapshot(
      `"e855fad741ead1b6"`,
    );
    expect((await runSmall(SETTINGS, { seed: 2 })).digest).not.toBe(first.digest);
  });

  test("decides the same with an exact blocklist", async () => {
    expect((await runSmall([...SETTINGS, "blocklist.engine=exact"])).digest).toBe(first.digest);
  });

  test("decides the same with the matcher's reference engine", async () => {
    const settings = [...SETTINGS, "hours=2", "templates.initial=40"];
    const [index, scan] = [await runSmall(settings), await runSmall([...settings, "templates.engine=scan"])];
    expect(at(index, "stages.match.fraud.seen")).toBeGreaterThan(0);
    expect(scan.digest).toBe(index.digest);
  });
});

/** Couriers and schools call all day, marketers and friends now and then, and few gangs are about. */
const BUSY = [
  "hours=36",
  "population.subscribers=1000",
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
  "operators.outgoing.people=10",
  "benign.school.perDay=2",
];

test("benign callers whom people mark are blocked where operators cut them off, couriers among them", async () => {
  const cut = await runSmall([...BUSY, "operators.outgoing.cutShare=1"]);
  const found = (name: string): number => at(cut, name);
  expect(found("benign.marked.courier.numbers")).toBeGreaterThan(30);
  expect(found("benign.marked.courier.marks")).toBeGreaterThan(found("benign.marked.courier.numbers"));
  expect(found("benign.marked.school.marks")).toBeGreaterThan(5);
  expect(found("benign.marked.otp.marks")).toBe(0);
  expect(found("investigations.cutOffWrongly")).toBeGreaterThan(10);
  expect(found("benign.byClass.courier.intercepted")).toBeGreaterThan(100);
  expect(found("rates.falseInterceptionMessages")).toBe(0);
  const open = await runSmall([...BUSY, "operators.outgoing.cutShare=0"]);
  const none = ["benign.byClass.courier.intercepted", "benign.byClass.school.intercepted", "investigations.cutOff"];
  expect(none.map((name) => at(open, name))).toEqual([0, 0, 0]);
});
