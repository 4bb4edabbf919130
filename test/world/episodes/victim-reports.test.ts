import { describe, expect, test } from "vitest";
import { HOUR_MS } from "../../../src/core/time.ts";
import type { Complaint } from "../../../src/record/complaint.ts";
import type { EpisodeOutcome } from "../../../src/record/episode.ts";
import { Episode } from "../../../src/world/episodes/episode.ts";
import { REPORT_DELAY_SIGMA, VictimReports } from "../../../src/world/episodes/victim-reports.ts";
import { THREE_STEPS, campaign, firstContacts, testScenario } from "../episodes.ts";

const COUNT = 4000;
const END_MS = 50 * HOUR_MS;
const DELAY_HOURS = 5;
const ACCOUNT = 622_848;

const episodes = firstContacts(campaign(3, THREE_STEPS), COUNT).map((first) =>
  Object.assign(new Episode(first, 0, null), { lastAccount: ACCOUNT }),
);

/** What people report whose episodes ended that way, all at the same time. */
function reportsOf(outcome: EpisodeOutcome, complaints: object = {}): Complaint[] {
  const scenario = testScenario({ complaints: { delayHours: DELAY_HOURS, ...complaints } });
  const reports = new VictimReports(scenario, 1);
  return episodes.map((episode) => reports.report(episode, END_MS, outcome)).filter((made) => made !== null);
}

describe("who was in an episode", () => {
  test.each([
    ["lost", 0.7],
    ["heeded", 0.5],
    ["sawThrough", 0.3],
    ["lostContact", 0.02],
    ["siteBlocked", 0.2],
  ] as const)("that ended as %s reports it with a chance of %d", (outcome, share) => {
    const margin = 4 * Math.sqrt((share * (1 - share)) / COUNT);
    expect(Math.abs(reportsOf(outcome).length / COUNT - share)).toBeLessThanOrEqual(margin);
  });

  test("reports as often as the scenario says, with the weight that it says, and names the app", () => {
    const reports = reportsOf("heeded", { heededShare: 1, victimWeight: 2.5 });
    expect(reports).toHaveLength(COUNT);
    expect(new Set(reports.map(({ weight, app }) => `${weight} ${app}`))).toEqual(new Set(["2.5 null"]));
    const [first] = firstContacts(campaign(3, THREE_STEPS), 1);
    const victim = Object.assign(new Episode(first!, 0, null), { app: "app:com.bad" });
    const scenario = testScenario({ complaints: { lostShare: 1 } });
    expect(new VictimReports(scenario, 1).report(victim, END_MS, "lost")!.app).toBe("app:com.bad");
  });

  test("reports after a while, and not all at once: the delay has the median of the scenario", () => {
    const delays = reportsOf("lost")
      .map(({ timeMs }) => (timeMs - END_MS) / HOUR_MS)
      .toSorted((a, b) => a - b);
    const n = delays.length;
    expect(delays[0]).toBeGreaterThan(0);
    const median = delays[n >> 1]!;
    expect(Math.abs(Math.log(median / DELAY_HOURS))).toBeLessThan((4 * 1.2533 * REPORT_DELAY_SIGMA) / Math.sqrt(n));
    // Of a lognormal, the middle two thirds lie within its spread.
    const spread = Math.log(delays[Math.floor(0.8413 * n)]! / delays[Math.floor(0.1587 * n)]!) / 2;
    expect(Math.abs(spread / REPORT_DELAY_SIGMA - 1)).toBeLessThan(0.1);
  });

  test("reports at once where the scenario says so, and says who it was and who was paid", () => {
    const reports = reportsOf("lost", { delayHours: 0 });
    expect(new Set(reports.map(({ timeMs }) => timeMs))).toEqual(new Set([END_MS]));
    expect(new Set(reports.map(({ account }) => account))).toEqual(new Set([ACCOUNT]));
    const subscribers = new Set(reports.map(({ subscriber }) => subscriber));
    expect(subscribers.size).toBe(reports.length);
  });
});
