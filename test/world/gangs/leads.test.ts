import { expect, test } from "vitest";
import { HOUR_MS } from "../../../src/core/time.ts";
import type { EpisodeOutcome, EpisodeRecord } from "../../../src/record/episode.ts";
import {
  FIRST_LEAD,
  MAX_SALES,
  isLead,
  leadTarget,
  subscriberOfLead,
  LEAD_BUYERS,
  type Lead,
  Leads,
} from "../../../src/world/gangs/leads.ts";
import { EventMaker, smallScenario, smallWorld } from "../small-world.ts";
import { followUpSlice } from "../../../src/world/slice.ts";

const LOSSES = 400;
const END_TICK = 100;

function ended(subscriber: number, outcome: EpisodeOutcome, gang = 2): EpisodeRecord {
  const endMs = END_TICK * HOUR_MS;
  const rest = {
    target: 0,
    typology: 0,
    engagedMs: 0,
    deadlineMs: endMs,
    lossYuan: 1,
    contacts: 1,
    blocked: 0,
    chats: 0,
  };
  return { gang, subscriber, endMs, outcome, ...rest };
}

function sales(records: readonly EpisodeRecord[], settings: readonly string[] = []): (Lead & { tick: number })[] {
  const leads = new Leads(smallScenario(settings), 1);
  leads.sell(records, END_TICK + 2);
  return Array.from({ length: 5000 }, (_, tick) => leads.takeDue(tick).map((lead) => ({ ...lead, tick }))).flat();
}

test("a lead's number says who it is, up to the last sale in the largest population, and stays a signed word", () => {
  for (const [subscriber, sale] of [
    [0, 0],
    [7, 3],
    [4_999_999, MAX_SALES - 1],
  ] as const) {
    const target = leadTarget(subscriber, sale);
    expect(subscriberOfLead(target)).toBe(subscriber);
    expect(isLead(target)).toBe(true);
    expect(target | 0).toBe(target);
  }
  expect(isLead(FIRST_LEAD - 1)).toBe(false);
});

test("who lost money is sold to several gangs, never to the one that took it", () => {
  const victims = Array.from({ length: LOSSES }, (_, subscriber) => ended(subscriber, "lost"));
  const sold = sales(victims);
  expect(sold.length).toBe(LEAD_BUYERS * LOSSES);
  expect(new Set(sold.map(({ gang }) => gang))).toEqual(new Set([0, 1, 3, 4, 5]));
  expect(new Set(sold.map(({ target }) => target)).size).toBe(sold.length);
  expect(Math.min(...sold.map(({ tick }) => tick))).toBe(END_TICK + 2);
});

test("who kept the money is sold to nobody", () => {
  const others: readonly EpisodeOutcome[] = ["heeded", "sawThrough", "lostContact"];
  expect(sales(others.map((outcome, subscriber) => ended(subscriber, outcome)))).toEqual([]);
});

test("the second loss of a person is another sale, the first stays as it was, and with one gang nobody is sold", () => {
  const once = sales([ended(5, "lost")]);
  const twice = sales([ended(5, "lost"), ended(5, "lost", 1)]);
  expect(twice.length).toBe(2 * LEAD_BUYERS);
  expect(twice).toEqual(expect.arrayContaining(once));
  expect(sales([ended(5, "lost", 0)], ["gangs.count=1"])).toEqual([]);
});

test("the contact with a lead reaches that subscriber, in the campaign that the buyer runs", () => {
  const world = smallWorld([]);
  world.advance(0);
  const approach = world.approach({ gang: 3, target: leadTarget(123, 1), dueMs: 17 });
  const sealed = world.seal(0);
  const [event] = new EventMaker(world).make([followUpSlice(approach, 17)], sealed);
  expect(event).toMatchObject({
    gang: 3,
    subscriber: 123,
    step: 0,
    attempt: 0,
    campaign: world.gangs.all[3]!.campaign.key,
  });
  expect(event!.callee).toBe(sealed.numbers[123]);
});
