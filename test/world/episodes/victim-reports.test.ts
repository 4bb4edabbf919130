import { expect, test } from "vitest";
import { HOUR_MS } from "../../../src/core/time.ts";
import type { Complaint } from "../../../src/record/complaint.ts";
import type { EpisodeOutcome } from "../../../src/record/episode.ts";
import { Episode } from "../../../src/world/episodes/episode.ts";
import { VictimReports } from "../../../src/world/episodes/victim-reports.ts";
import { THREE_STEPS, campaign, firstContacts, testScenario } from "../episodes.ts";

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
