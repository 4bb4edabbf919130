/** What gangs earn and pay, and what becomes of their size. */
import { describe, expect, test } from "vitest";
import { DAY_MS } from "../../../src/core/time.ts";
import type { EpisodeRecord } from "../../../src/record/episode.ts";
import { PARAPHRASED, settingNamed } from "../../../src/scenario/knobs.ts";
import type { GangNews } from "../../../src/world/gangs/gang.ts";
import { allocateReactionCounts, callPair, messagePair } from "../../../src/world/gangs/reaction.ts";
import { Economy } from "../../../src/world/gangs/economy/economy.ts";
import { GangBooks } from "../../../src/world/gangs/economy/gang-books.ts";
import { GangSizes } from "../../../src/world/gangs/economy/gang-sizes.ts";
import { GangWeeks } from "../../../src/world/gangs/economy/gang-weeks.ts";
import { GangPolicies } from "../../../src/world/gangs/gang-policy.ts";
import { MoneyLedger } from "../../../src/world/gangs/economy/money-ledger.ts";
import { testScenario } from "../episodes.ts";

function scenarioWith(economy: object) {
  return testScenario({ gangs: { count: 2 }, economy: { capitalYuan: 1000, ...economy }, hours: 72 } as object);
}

/** Two gangs with their first capital. */
function sizesIn(economy: object) {
  const scenario = scenarioWith(economy);
  const ledger = new MoneyLedger(2);
  for (const gang of [0, 1]) ledger.endow(gang, 1000);
  return { ledger, sizes: new GangSizes(scenario, ledger) };
}

describe("the size of a gang", () => {
  test("is nothing once it owes more than its credit, until a backer founds it again with its first capital", () => {
    const { ledger, sizes } = sizesIn({ foundedAfterDays: 2, growthShare: 0 });
    ledger.spend(0, "wages", 1000 + 20_000);
    expect(sizes.live(24)).toEqual([]);
    expect([sizes.of(0), sizes.broke]).toEqual([1, 0]);
    ledger.spend(0, "wages", 1);
    expect(sizes.live(48)).toEqual([]);
    expect([sizes.of(0), sizes.broke]).toEqual([0, 1]);
    expect(sizes.live(72)).toEqual([]);
    expect(sizes.live(96)).toEqual([0]);
    expect([sizes.of(0), ledger.heldYuan(0), sizes.of(1)]).toEqual([1, 1000, 1]);
  });
});

function lost(gang: number, day: number, lossYuan: number): EpisodeRecord {
  return { gang, engagedMs: day * DAY_MS + 1, lossYuan } as EpisodeRecord;
}

test("the daily books have what victims engaged on a day brought the gang, less what went back, and what it paid", () => {
  let spent = 0;
  const books = new GangBooks(scenarioWith({}), (gang) => (gang === 0 ? spent : 0));
  const ended = [lost(0, 0, 100), lost(1, 2, 1000)];
  books.noteEnded(ended);
  books.noteEnded([...ended, lost(0, 2, 10)]);
  books.noteReturned(1, 2 * DAY_MS + 1, 400);
  for (let tick = 0; tick < 72; tick++) {
    spent += 2;
    books.note(tick);
  }
  const { incomeYuan, spentYuan } = books.statement();
  // Launderers and mules keep three tenths.
  expect([...incomeYuan].map(Math.round)).toEqual([70, 0, 0, 0, 7, 420]);
  expect([...spentYuan]).toEqual([48, 0, 48, 0, 48, 0]);
});

test("weeks have what a gang did and earned in each", () => {
  let income = 0;
  const weeks = new GangWeeks(1, () => income);
  weeks.advance(0);
  weeks.note(0, 5);
  income = 30;
  weeks.advance(167);
  weeks.note(0, 2);
  weeks.advance(168);
  income = 100;
  const all = weeks.all().map(({ contacts, earnedYuan }) => [contacts[0], earnedYuan[0]]);
  expect(all).toEqual([
    [7, 30],
    [0, 70],
  ]);
});

test("wages grow with the square of the pace and with the size, and are paid once a day until the last hour", () => {
  const scenario = scenarioWith({ wagesYuan: 10, growthShare: 0.5 });
  const policies = new GangPolicies(scenario);
  policies.turn(1, "pace", settingNamed("pace", "2")!);
  const economy = new Economy(scenario, policies);
  const wages = () => [0, 1].map((gang) => economy.ledger.statement().spent.wages[gang]! / 100);
  const aDay = 10 * (scenario.gangs.callLines + scenario.gangs.senders);
  for (let tick = 0; tick < 25; tick++) economy.advance(tick);
  expect(wages()).toEqual([aDay, 4 * aDay]);
  for (let tick = 25; tick < 200; tick++) economy.advance(tick);
  // Without income both shrink by half, to a quarter at least: 1 + 0.5 + 0.25 days' wages.
  expect(wages()).toEqual([1.75 * aDay, 7 * aDay]);
});

test("a script costs more with each sentence reworded, and a gang pays for more calls than reach people", () => {
  const scenario = scenarioWith({});
  const policies = new GangPolicies(scenario);
  policies.turn(1, "obfuscation", PARAPHRASED);
  const economy = new Economy(scenario, policies);
  const launchedCampaigns = [{ gang: 0 }, { gang: 1 }] as GangNews["launchedCampaigns"];
  economy.advance(0);
  economy.noteNews(1, { openedLines: [], openedDomains: [], openedApps: [], launchedCampaigns } as unknown as GangNews);
  const counts = new Uint32Array(allocateReactionCounts(2));
  counts[callPair(0, 1)] = counts[messagePair(1, 0)] = 100;
  economy.noteContacts(counts);
  const { rewriting, calls, messages } = economy.ledger.statement().spent;
  expect([...rewriting]).toEqual([150_000, 200_000]);
  expect(calls[0]).toBeGreaterThan(1540);
  expect([calls[1], ...messages]).toEqual([0, 0, 500]);
});
