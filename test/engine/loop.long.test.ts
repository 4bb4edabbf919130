/** The closed loop answers to its parameters in the direction it must, by an effect that is stated. */
import { expect, test } from "vitest";
import type { Report } from "../../src/report/schema.ts";
import { MANY_EPISODES, runArms, runSmall } from "./run-small.ts";

const NO_DEFENCES = [
  ...["blocklist", "lookalike", "match", "behaviour", "classify"].map((stage) => `screening.stages.${stage}=false`),
  "investigations.casesPerHour=0",
  "warnings.enabled=false",
];

/** On duty and alert, and never to act: nothing is listed, no score is reached, no exposure is enough. */
const NEVER_ACTING = [
  "blocklist.initialEntries=0",
  "blocklist.initialRecycledShare=0",
  "blocklist.listedShare=0",
  "investigations.casesPerHour=0",
  "screening.flagScore=6000",
  "screening.blockScore=6000",
  "warnings.low=1000000",
  "warnings.medium=1000000",
  "warnings.high=1000000",
];

const usual = await runSmall(MANY_EPISODES, { counterfactual: true });

test("all defences warn most of those engaged, reach and keep most of these", () => {
  const { episodes, rates } = usual;
  expect(episodes.total).toBeGreaterThan(300);
  expect(rates.coverage.value!).toBeGreaterThan(0.5);
  expect(rates.reach.value!).toBeGreaterThan(0.75);
  expect(rates.success.value!).toBeGreaterThan(0.9);
});

test("all defences avoid losses by interception and, beyond that, by warnings; the two add up", () => {
  const { withoutDefences, withDefences, avoided, byMechanism } = usual.lossYuan;
  expect(avoided).toBe(withoutDefences! - withDefences);
  expect(byMechanism!.interception + byMechanism!.warnings).toBe(avoided);
  expect(byMechanism!.interception).toBeGreaterThan(0.1 * withoutDefences!);
  expect(byMechanism!.warnings).toBeGreaterThan(0.1 * withoutDefences!);
});

test("all defences count every call and visit of every warning", () => {
  const tries = usual.dissuasion.teams.reduce((sum, { attempts }) => sum + attempts, 0);
  expect(tries).toBeGreaterThan(usual.warnings.effective);
  expect(usual.warnings.attemptsPerSuccess).toBeCloseTo(tries / usual.warnings.kept, 10);
});

test("without defences nothing is intercepted, warned or avoided, and the run is no failure", async () => {
  const report = await runSmall([...MANY_EPISODES, ...NO_DEFENCES], { counterfactual: true });
  const nothing = { value: null, low: null, high: null, n: 0 };
  expect(report.fraud.intercepted).toEqual({ calls: 0, messages: 0, domains: 0, apps: 0 });
  expect(report.warnings).toMatchObject({ pushed: 0, onTarget: 0, effective: 0, kept: 0, keptAnyway: 0 });
  expect(report.rates).toMatchObject({ accuracy: nothing, reach: nothing, success: nothing });
  expect(report.rates.coverage).toMatchObject({ value: 0, n: report.episodes.total });
  expect(report.lossYuan).toMatchObject({ avoided: 0, byMechanism: { interception: 0, warnings: 0 } });
  expect(report.leadTimeMinutes).toMatchObject({ p10: null, p50: null, p90: null, n: 0 });
  expect(report.lossYuan.withDefences).toBe(usual.lossYuan.withoutDefences);
});

test("defences that never act reproduce the undefended world exactly, benign traffic or none", async () => {
  const { main, interceptionOnly, noDefences } = await runArms([...MANY_EPISODES, ...NEVER_ACTING], {
    counterfactual: true,
  });
  expect(main.warnings).toEqual([]);
  expect(main.tally.columns.decisions[2]! + main.tally.columns.decisions[5]!).toBe(0);
  expect(main.episodes.length).toBeGreaterThan(500);
  expect(main.episodes).toEqual(noDefences!.episodes);
  expect(interceptionOnly!.episodes).toEqual(noDefences!.episodes);
});

test("a run of one hour goes on until the episodes of that hour have ended", async () => {
  const { main, noDefences } = await runArms([...MANY_EPISODES, "hours=1"], { counterfactual: true });
  expect(main.ticks).toBeGreaterThan(3);
  for (const { episodes } of [main, noDefences!]) expect(episodes.length).toBeGreaterThan(0);
});

test("success falls by at least two points with a tenth of the telephone agents", async () => {
  const few = await runSmall([...MANY_EPISODES, "dissuasion.agents=1"]);
  expect(few.rates.success.value!).toBeLessThan(usual.rates.success.value! - 0.02);
});

test("success falls by at least one point, and reach by five, where transfers are four times as fast", async () => {
  const fast = await runSmall([...MANY_EPISODES, "episodes.hoursFactor=0.25"]);
  expect(fast.rates.reach.value!).toBeLessThan(usual.rates.reach.value! - 0.05);
  expect(fast.rates.success.value!).toBeLessThan(usual.rates.success.value! - 0.01);
});

test("success is a tenth at most where nobody heeds, and nobody is kept from a blocked site", async () => {
  const deaf = await runSmall([...MANY_EPISODES, "episodes.bypassesBlock=1", "belief.base=20"]);
  expect(deaf.warnings.effective).toBeGreaterThan(100);
  expect(deaf.rates.success.value!).toBeLessThanOrEqual(0.1);
});

test("success falls where false alarms are at least twice as many and are held against the platform", async () => {
  // Few people, so that many of them have had one before.
  const settings = [...MANY_EPISODES, "population.subscribers=3000", "belief.falseAlarmFactor=0.3"];
  const some = await runSmall([...settings, "curiosity.fraudShare=0.04"]);
  const twice = await runSmall([...settings, "curiosity.fraudShare=0.2"]);
  expect(falseAlarms(twice)).toBeGreaterThan(2 * falseAlarms(some));
  expect(twice.rates.success.value!).toBeLessThan(some.rates.success.value! - 0.01);
});

test("a higher warning threshold raises accuracy by three points and lowers coverage by ten", async () => {
  const curious = [...MANY_EPISODES, "curiosity.fraudShare=0.05"];
  const low = await runSmall(curious);
  const high = await runSmall([...curious, "warnings.low=1.6", "warnings.medium=2"]);
  expect(high.rates.accuracy.value!).toBeGreaterThan(low.rates.accuracy.value! + 0.03);
  expect(high.rates.coverage.value!).toBeLessThan(low.rates.coverage.value! - 0.1);
});

function falseAlarms({ warnings }: Report): number {
  return warnings.pushed - warnings.onTarget;
}

test("counts are compared with the reported ones where the scale is for as many hours, and not where it is for others", async () => {
  // 60 hours, and the scale that smoke has for its week.
  expect(usual.hours).toMatchObject({ scenario: 60, reference: 168 });
  expect(usual.reference.filter(({ ratio }) => ratio !== null).map(({ id }) => id)).toEqual(["success"]);
  const chosen = await runSmall(["hours=2", "report.referenceScale=0.0000001", "report.referenceHours=2"]);
  expect(chosen.hours).toMatchObject({ scenario: 2, reference: 2 });
  expect(chosen.reference.find(({ id }) => id === "interceptedMessages")!.ratio).toBeGreaterThan(0);
});
