import { beforeAll, describe, expect, test } from "vitest";
import { reportSchema, type Report } from "../../src/report/schema.ts";
import { runSmall } from "./run-small.ts";

/** Gangs that write a lot, people who complain a lot, and a model every six hours. */
const WORLD = [
  "hours=24",
  "population.subscribers=800",
  "gangs.count=8",
  "gangs.messagesPerDay=150",
  "gangs.callsPerDay=20",
  "gangs.callFirstShare=0",
  "complaints.messageShare=0.5",
  "complaints.delayHours=0.5",
  "investigations.complaints=1",
  "investigations.casesPerHour=500",
  "investigations.hours=0.5",
  "screening.weights.callerListed=0",
  "blocklist.initialEntries=1000",
  "templates.initial=50",
];
const RETRAINED = [
  ...WORLD,
  "retraining.everyDays=0.25",
  "retraining.delayDays=0.1",
  "retraining.quietDays=0.1",
  "retraining.minRows=20",
  "retraining.blockedBenign=0.02",
  "retraining.benignPerDay=1000",
];

describe("a platform that trains its model again", () => {
  let report: Report;

  beforeAll(async () => {
    report = await runSmall(RETRAINED, { counterfactual: ["noRetraining"] });
  });

  test("begins with none and has one once it has been told enough, which catches what gangs write", () => {
    const { trainings, weeks, without, labelled, drawn, quiet } = report.retraining!;
    const [first] = trainings.filter(({ inForceFromHour }) => inForceFromHour !== null);
    expect(first!.inForceFromHour).toBe(first!.hour + 2);
    expect(first!.fraud).toBeLessThanOrEqual(labelled.fraud);
    expect(Math.min(labelled.fraud, first!.fraud, first!.benign)).toBeGreaterThan(30);
    expect(quiet).toBeLessThanOrEqual(drawn);
    expect(without![0]!.fraudNamed).toBe(0);
    expect(weeks[0]!.fraudNamed).toBeGreaterThan(300);
    expect(weeks[0]!.fraudBlocked).toBeGreaterThan(without![0]!.fraudBlocked);
    expect(weeks[0]!.benignNamed).toBeLessThan(0.15 * weeks[0]!.benign);
    expect(reportSchema.parse(report)).toEqual(report);
  });

  test("comes to the same for any number of workers and any size of batches", async () => {
    const other = await runSmall(RETRAINED, { workers: 2, batchEvents: 300 });
    expect(other.digest).toBe(report.digest);
    expect(other.retraining).toEqual({ ...report.retraining!, without: null });
  });

  test("is one that never trains where the stage is off, and comes to the same as if nothing were trained", async () => {
    const [off, never] = [
      await runSmall([...RETRAINED, "screening.stages.learned=false"]),
      await runSmall([...RETRAINED, "retraining.everyDays=0"]),
    ];
    expect(off.retraining).toBeUndefined();
    expect(off.digest).toBe(never.digest);
    expect(never.digest).not.toBe(report.digest);
  });

  test("pays for trainings and labels", () => {
    const { trainings, labelled, costYuan } = report.retraining!;
    const models = trainings.filter(({ reason }) => reason === null).length;
    expect(costYuan).toBe(3000 * models + 2 * (labelled.fraud + labelled.benign));
  });
});
