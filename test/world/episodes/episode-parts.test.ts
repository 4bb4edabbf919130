import { expect, test } from "vitest";
import { requireEnd } from "../../../src/world/episodes/episode-table.ts";
import { failure } from "../../report/failure.ts";
import { TYPOLOGIES } from "../../../src/event/taxonomy.ts";
import { EpisodePace } from "../../../src/world/episodes/episode-pace.ts";
import { THREE_STEPS, campaign, testScenario, firstContacts } from "../episodes.ts";
import { Losses } from "../../../src/world/episodes/payments.ts";
import { HOUR_MS } from "../../../src/core/time.ts";
import type { Complaint } from "../../../src/record/complaint.ts";
import type { EpisodeOutcome } from "../../../src/record/episode.ts";
import { Episode } from "../../../src/world/episodes/episode.ts";
import { VictimReports } from "../../../src/world/episodes/victim-reports.ts";

const TEN_YEARS = 87_840;

test("a run goes on for ten years after its last hour, and no longer", () => {
  requireEnd(6 + TEN_YEARS - 1, 6, 21);
  const refused = failure(() => requireEnd(6 + TEN_YEARS, 6, 21));
  expect(refused.code).toBe("config");
  expect(refused.message).toMatch(/within 87840 hours after the last of 6, but 21 still go on.*episodes\.hoursFactor/);
});

const { script } = campaign(0, THREE_STEPS, TYPOLOGIES.indexOf("loan"));

const waits = (pace: EpisodePace): number[] => [
  pace.restMs(1, 2),
  pace.retryMs(1, 2, 2, 1),
  ...THREE_STEPS.map((_, at) => pace.followOnMs(1, 2, script, at)),
];

test("all waits of an episode are in proportion to the scenario's factor", () => {
  const [usual, slow] = [1, 3].map((hoursFactor) => new EpisodePace(testScenario({ episodes: { hoursFactor } }), 1));
  const before = waits(usual!);
  for (const [at, wait] of waits(slow!).entries()) expect(wait / before[at]!).toBeCloseTo(3, 10);
});

test("losses are at least 1 yuan, and go at once where the first transfer is all or nothing of them", () => {
  const small = new Losses(testScenario({ episodes: { meanLossYuan: 1 } }), 1);
  expect(Math.min(...Array.from({ length: 1000 }, (_, target) => small.lossYuan(0, target, 6, 0)))).toBe(1);
  const firsts = [0, 1, 0.3].map((firstTransferShare) => {
    const losses = new Losses(testScenario({ episodes: { firstTransferShare } }), 1);
    return Math.max(...TYPOLOGIES.map((_, typology) => losses.firstYuan(100, typology)));
  });
  expect(firsts).toEqual([0, 0, 30]);
});

const COUNT = 4000;
const END_MS = 50 * HOUR_MS;
const LAST = { lastAccount: 622_848, lastHost: "last.top", app: "app:com.bad" };

const episodes = firstContacts(campaign(3, THREE_STEPS), COUNT).map((first) =>
  Object.assign(new Episode(first, 0, null), LAST),
);

function reportsOf(outcome: EpisodeOutcome, complaints: object = {}): Complaint[] {
  const reports = new VictimReports(testScenario({ complaints }), 1);
  return episodes.map((episode) => reports.report(episode, END_MS, outcome)).filter((made) => made !== null);
}

test.each([
  ["lost", 0.7],
  ["heeded", 0.5],
  ["sawThrough", 0.3],
  ["lostContact", 0.02],
  ["siteBlocked", 0.2],
  ["noAccount", 0.02],
] as const)("people whose episode ended as %s report it with a chance of %d", (outcome, share) => {
  const margin = 4 * Math.sqrt((share * (1 - share)) / COUNT);
  expect(Math.abs(reportsOf(outcome).length / COUNT - share)).toBeLessThanOrEqual(margin);
});

test("people report the account, domain and app, with the weight that the scenario says, and at once where it says so", () => {
  const { lastAccount: account, lastHost: host, app } = LAST;
  for (const report of reportsOf("lost", { delayHours: 0, victimWeight: 2.5 })) {
    expect(report).toMatchObject({ account, host, app, timeMs: END_MS, weight: 2.5 });
  }
});
