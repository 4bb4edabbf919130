import { expect, test } from "vitest";
import type { EpisodeRecord } from "../../src/record/episode.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { simulate } from "../../src/engine/simulation.ts";
import { warmPool } from "./warm-pool.ts";

/**
 * Messages alone, each domain listed from the start, nothing ever blocked and nobody warned: a gang can fail by nothing
 * but look-ups. Nobody fails to answer and nobody sees through it.
 */
const LOOK_UPS_ALONE = [
  "hours=12",
  "population.subscribers=3000",
  "gangs.count=20",
  "gangs.messagesPerDay=150",
  "gangs.callFirstShare=0",
  "gangs.domainLifeDays=365",
  "blocklist.initialEntries=0",
  "blocklist.initialRecycledShare=0",
  "blocklist.listedShare=1",
  "blocklist.delayHours=0",
  "blocklist.lifeDays=3650",
  "screening.flagScore=6000",
  "screening.blockScore=6000",
  "investigations.casesPerHour=0",
  "warnings.enabled=false",
  "episodes.messageTakesHold=0.2",
  "episodes.hoursFactor=0.05",
  "episodes.attempts=3",
  "episodes.answered=1",
  "episodes.sawThrough=0",
  "episodes.looksUp=1",
  "episodes.bypassesBlock=0",
  "gangs.apps=0",
];

async function outcomesWith(settings: readonly string[]): Promise<EpisodeRecord["outcome"][]> {
  const scenario = loadScenario("smoke", [...LOOK_UPS_ALONE, ...settings]);
  const { episodes } = await simulate({ scenario, seed: 1, workers: 1, fraudOnly: true, pool: warmPool(1) });
  return episodes.map(({ outcome }) => outcome);
}

test("the network refuses look-ups of listed hosts: gangs lose most whom they engaged, though no text is blocked", async () => {
  const open = await outcomesWith(["screening.stages.blocklist=false"]);
  expect(open.length).toBeGreaterThan(50);
  expect(new Set(open)).toEqual(new Set(["lost"]));
  const patient = ["episodes.givesUpBlocked=0", "episodes.siteMoves=20"];
  const refused = await outcomesWith(patient);
  expect(new Set(refused)).toEqual(new Set(["lost", "lostContact"]));
  // Some scripts never name a link.
  expect(refused.filter((outcome) => outcome === "lostContact").length / refused.length).toBeGreaterThan(0.4);
});

test("who is wary of a blocked page gives up at the first, and no gang is left to run out of tries", async () => {
  const wary = await outcomesWith(["episodes.givesUpBlocked=1"]);
  expect(new Set(wary)).toEqual(new Set(["lost", "siteBlocked"]));
  expect(wary.filter((outcome) => outcome === "siteBlocked").length / wary.length).toBeGreaterThan(0.4);
  // Nor where the gang has no other link to send.
  const moveless = await outcomesWith(["episodes.givesUpBlocked=0", "episodes.siteMoves=0"]);
  expect(moveless).toEqual(wary);
});
