/** The model answers to its parameters in the direction it must, by an effect that is stated. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Report } from "../../src/report/schema.ts";
import { runSmall } from "./run-small.ts";

const SCENARIO = [
  "hours=96",
  "population.subscribers=2000",
  "gangs.count=60",
  "gangs.messagesPerDay=60",
  "gangs.callsPerDay=60",
];

describe("the message step alone, blocking whatever it matches", () => {
  test("never catches more at a higher level of obfuscation, and at least 30 points less at level 5 than at level 0", async () => {
    const report = await runSmall([
      ...SCENARIO,
      "screening.stages.blocklist=false",
      "screening.stages.lookalike=false",
      "screening.stages.behaviour=false",
      "screening.blockScore=-60",
      "templates.learnedShare=1",
      "templates.delayHours=1",
      "complaints.messageShare=0.2",
      "investigations.publishHours=1",
    ]);
    const levels = report.interception.obfuscation;
    levels
      .slice(1)
      .forEach((row, index) => expect(row.rate.value!).toBeLessThanOrEqual(levels[index]!.rate.clusterHigh!));
    expect(levels[0]!.rate.value! - levels[5]!.rate.value!).toBeGreaterThan(0.3);
  });
});

test("reports that take three days instead of two hours cost at least ten points of interception", async () => {
  const settings = [...SCENARIO, "complaints.messageShare=0.1", "complaints.callShare=0.2", "blocklist.listedShare=0"];
  const quick = await runSmall([...settings, "complaints.delayHours=2"]);
  const slow = await runSmall([...settings, "complaints.delayHours=72"]);
  expect(quick.rates.interception.value! - slow.rates.interception.value!).toBeGreaterThan(0.1);
});

test("nobody who investigates costs at least ten points of interception", async () => {
  const settings = [...SCENARIO, "complaints.messageShare=0.1", "complaints.callShare=0.2"];
  const usual = await runSmall(settings);
  const idle = await runSmall([...settings, "investigations.casesPerHour=0"]);
  expect(idle.investigations.cases).toBe(0);
  expect(usual.rates.interception.value! - idle.rates.interception.value!).toBeGreaterThan(0.1);
});

describe("switching a stage off", () => {
  let all: Report;
  const without: Partial<Record<string, Report>> = {};
  beforeAll(async () => {
    all = await runSmall(SCENARIO);
    for (const stage of ["blocklist", "lookalike", "match", "behaviour"]) {
      without[stage] = await runSmall([...SCENARIO, `screening.stages.${stage}=false`]);
    }
  });

  test.each(["blocklist", "lookalike", "match", "behaviour"])("%s: never raises interception", (stage) => {
    expect(without[stage]!.rates.interception.value!).toBeLessThanOrEqual(all.rates.interception.high!);
    expect(without[stage]!.digest).not.toBe(all.digest);
  });

  test.each([
    ["blocklist", 0.1],
    ["match", 0.01],
    ["lookalike", 0.01],
  ])("%s: costs at least %d of interception", (stage, effect) => {
    const cost = all.rates.interception.value! - without[stage]!.rates.interception.value!;
    expect(cost).toBeGreaterThan(effect);
  });

  test("classify: nothing is intercepted and every event is allowed", async () => {
    const { ledger, rates } = await runSmall([...SCENARIO, "screening.stages.classify=false"]);
    expect(ledger.allowed).toBe(ledger.generated);
    expect(rates.interception.value).toBe(0);
  });

  test("is what first contacts and benign traffic do not notice: only what follows differs", () => {
    const usual = firstContacts(all);
    expect(Math.abs(firstContacts(without["match"]!) - usual)).toBeLessThan(0.01 * usual);
    expect(without["match"]!.benign.total).toBe(all.benign.total);
  });
});

describe("a tenth of the gangs, each as large", () => {
  test("leaves recall within its interval over gangs for most seeds, and lowers precision", async () => {
    const settings = [...SCENARIO, "gangs.messagesPerDay=30", "gangs.callsPerDay=30"];
    const many = await runSmall([...settings, "gangs.count=200"]);
    const recall = many.rates.interception.value!;
    let covered = 0;
    for (const seed of [1, 2, 3]) {
      const few = await runSmall([...settings, "gangs.count=20"], { seed });
      const { clusterLow, clusterHigh } = few.rates.interception;
      if (clusterLow! < recall && recall < clusterHigh!) covered++;
      expect(few.fraud.contacts.messages).toBeLessThan(many.fraud.contacts.messages / 5);
      expect(few.rates.precision.value!).toBeLessThan(many.rates.precision.low!);
    }
    // Of intervals that hold 95 times in 100, two of three.
    expect(covered).toBeGreaterThanOrEqual(2);
  });
});

test("without gangs there is no fraud: its rates are null with n = 0, and the run is no failure", async () => {
  const report = await runSmall(["hours=6", "gangs.count=0"]);
  expect(report.fraud.contacts).toEqual({ calls: 0, messages: 0 });
  expect(report.rates.interceptionCalls).toMatchObject({ value: null, low: null, high: null, n: 0 });
  expect(report.events.total).toBe(report.benign.total);
});

/** Those of episodes that ended early are a few more than episodes count, so nearly. */
function firstContacts({ fraud, episodes }: Report): number {
  return fraud.contacts.calls + fraud.contacts.messages - episodes.contacts;
}
