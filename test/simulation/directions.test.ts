/** The model answers to its parameters in the direction it must, by an effect that is stated. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Report } from "../../src/report/schema.ts";
import { runSmall } from "./run-small.ts";

const SCENARIO = [
  "hours=96",
  "population.subscribers=2000",
  "gangs.count=60",
  "gangs.textsPerDay=60",
  "gangs.callsPerDay=60",
];

describe("the text stage alone, blocking whatever it matches", () => {
  test("never catches more at a higher level of obfuscation, and at least 30 points less at level 5 than at level 0", async () => {
    const report = await runSmall([
      ...SCENARIO,
      "screening.stages.blocklist=false",
      "screening.stages.lookalike=false",
      "screening.stages.behaviour=false",
      "screening.blockScore=-60",
      "templates.learnedShare=1",
      "templates.delayHours=1",
      "templates.publishHours=1",
    ]);
    const levels = report.interception.obfuscation;
    levels.slice(1).forEach((row, index) => expect(row.rate.value!).toBeLessThanOrEqual(levels[index]!.rate.high!));
    expect(levels[0]!.rate.value! - levels[5]!.rate.value!).toBeGreaterThan(0.3);
  });
});

describe("the blocklist's delay", () => {
  test("of three days instead of two hours costs at least ten points of interception", async () => {
    const quick = await runSmall([...SCENARIO, "blocklist.delayHours=2"]);
    const slow = await runSmall([...SCENARIO, "blocklist.delayHours=72"]);
    expect(quick.rates.interception.value! - slow.rates.interception.value!).toBeGreaterThan(0.1);
  });
});

describe("switching a stage off", () => {
  let all: Report;
  beforeAll(async () => {
    all = await runSmall(SCENARIO);
  });

  test.each(["blocklist", "lookalike", "match", "behaviour"])("%s: never raises interception", async (stage) => {
    const without = await runSmall([...SCENARIO, `screening.stages.${stage}=false`]);
    expect(without.rates.interception.value!).toBeLessThanOrEqual(all.rates.interception.high!);
    expect(without.digest).not.toBe(all.digest);
  });

  test.each([
    ["blocklist", 0.1],
    ["match", 0.01],
    ["lookalike", 0.01],
  ])("%s: costs at least %d of interception", async (stage, effect) => {
    const without = await runSmall([...SCENARIO, `screening.stages.${stage}=false`]);
    expect(all.rates.interception.value! - without.rates.interception.value!).toBeGreaterThan(effect);
  });

  test("classify: nothing is intercepted and every event is allowed", async () => {
    const without = await runSmall([...SCENARIO, "screening.stages.classify=false"]);
    expect(without.ledger.allowed).toBe(without.ledger.generated);
    expect(without.rates.interception.value).toBe(0);
  });

  test("is what the events do not notice: the same world is screened", async () => {
    const without = await runSmall([...SCENARIO, "screening.stages.match=false"]);
    expect(without.fraud.contacts).toEqual(all.fraud.contacts);
    expect(without.benign.total).toBe(all.benign.total);
  });
});

describe("a tenth of the gangs, each as large", () => {
  test("leaves recall within its interval over gangs and lowers precision", async () => {
    const settings = [...SCENARIO, "gangs.textsPerDay=30", "gangs.callsPerDay=30"];
    const many = await runSmall([...settings, "gangs.count=200"]);
    const few = await runSmall([...settings, "gangs.count=20"]);
    expect(few.fraud.contacts.messages).toBeLessThan(many.fraud.contacts.messages / 5);
    expect(many.rates.interception.value!).toBeGreaterThan(few.rates.interception.clusterLow!);
    expect(many.rates.interception.value!).toBeLessThan(few.rates.interception.clusterHigh!);
    expect(few.rates.precision.value!).toBeLessThan(many.rates.precision.low!);
  });
});

test("without gangs there is no fraud: its rates are null with n = 0, and the run is no failure", async () => {
  const report = await runSmall(["hours=6", "gangs.count=0"]);
  expect(report.fraud.contacts).toEqual({ calls: 0, messages: 0 });
  expect(report.rates.interceptionCalls).toMatchObject({ value: null, low: null, high: null, n: 0 });
  expect(report.events.total).toBe(report.benign.total);
});
