/**
 * Episodes for tests: a table whose gangs make every follow-up when it is due, one window of an hour after the other.
 */
import { digitIdentity } from "../../src/event/identity.ts";
import { HOUR_MS } from "../../src/core/time.ts";
import type { Act } from "../../src/record/act.ts";
import type { Complaint } from "../../src/record/complaint.ts";
import type { Delivery } from "../../src/record/warning.ts";
import type { Stance } from "../../src/world/episodes/episode-table.ts";
import { type Scenario, scenarioSchema } from "../../src/scenario/schema.ts";
import { ACCOUNT_DAYS, Accounts } from "../../src/world/gangs/accounts.ts";
import { EpisodeTable } from "../../src/world/episodes/episode-table.ts";
import type { Contact, FollowUp } from "../../src/world/gangs/contact.ts";
import { MoneyLedger } from "../../src/world/gangs/economy/money-ledger.ts";
import type { Banks } from "../../src/world/episodes/held-transfers.ts";
import type { AppsInUse } from "../../src/world/episodes/site-access.ts";
import type { Campaign } from "../../src/world/gangs/campaign.ts";
import { type Subscribers, makeSubscribers } from "../../src/world/people/subscribers.ts";
import type { StepEntry } from "../../src/world/text/catalogue.ts";

export const SUBSCRIBERS: Subscribers = makeSubscribers(testScenario({}), 1);

/** Defaults but for the groups given. */
export function testScenario(groups: Partial<Record<keyof Scenario, object>>): Scenario {
  return scenarioSchema.parse({ name: "test", population: { subscribers: 4000 }, ...groups });
}

export function step(
  channel: "message" | "call",
  afterHours: number,
  slots: Partial<Pick<StepEntry, "hasLink">> = {},
): StepEntry {
  return { channel, afterHours, durationMedianS: 60, message: 0, hasLink: false, ...slots };
}

export function campaign(gang: number, steps: readonly StepEntry[], typology = 0): Campaign {
  return { gang, key: gang, script: { id: "test", typology, steps }, fromTick: 0, untilTick: 1000 };
}

/** Three contacts: engaged at once, then after about a day and a few hours. */
export const THREE_STEPS = [step("message", 0), step("call", 20), step("message", 3)];

export function contact(fields: Partial<Contact> & Pick<Contact, "campaign">): Contact {
  return {
    gang: fields.campaign.gang,
    target: 0,
    step: 0,
    attempt: 0,
    subscriber: 0,
    timeMs: HOUR_MS,
    delivered: true,
    answered: true,
    identity: digitIdentity("plain", 13800000000),
    host: null,
    ...fields,
  };
}

/** First contacts of `count` targets of one gang, a subscriber each, all within the first hour. */
export function firstContacts(of: Campaign, count: number, fields: Partial<Contact> = {}): Contact[] {
  return Array.from({ length: count }, (_, target) =>
    contact({ campaign: of, target, subscriber: target, timeMs: target * 10, ...fields }),
  );
}

/** By gang: what a step in a chat app names. */
export const SITE_OF = (gang: number): string => `gang${gang}.top`;

/** Of gangs of the first typology, with sites and no apps, whose contacts nobody blocks, but for `options`. */
export function episodeTableOf(
  scenario: Scenario,
  options: Partial<ConstructorParameters<typeof EpisodeTable>[0]> = {},
): EpisodeTable {
  return new EpisodeTable({
    scenario,
    seed: 1,
    subscribers: SUBSCRIBERS,
    typologyOf: () => 0,
    refuses: () => false,
    siteOf: SITE_OF,
    apps: { appOf: () => null, noteRefused: () => {} },
    bank: new MoneyLedger(8),
    ...options,
  });
}

export interface Course {
  readonly scenario: Scenario;
  readonly firsts: readonly Contact[];
  readonly deliveries?: readonly Delivery[];
  /** From the start of one hour until that of another, nobody gets through to the subscriber. */
  readonly suspensions?: readonly { readonly subscriber: number; readonly hours: readonly number[] }[];
  readonly blocksHost?: (host: string) => boolean;
  /** None unless told otherwise. */
  readonly apps?: AppsInUse;
  /** Banks that hold transfers, and whoever takes what is sent; by default nobody does. */
  readonly banks?: Banks;
  readonly bank?: MoneyLedger;
  /** How follow-ups fare: delivered and answered, without a host, unless told otherwise. */
  readonly fares?: (followUp: FollowUp) => Partial<Contact>;
  /** Times at which the table is advanced besides the ends of hours. */
  readonly cutsMs?: readonly number[];
  readonly hours?: number;
  /** Days for which a gang uses an account; four unless told otherwise. */
  readonly accountDays?: number;
  readonly payChat?: () => void;
}

export interface Outcome {
  readonly episodeTable: EpisodeTable;
  readonly records: ReturnType<EpisodeTable["records"]>;
  readonly followUps: readonly FollowUp[];
  readonly acts: readonly Act[];
  readonly complaints: readonly Complaint[];
  /** What each delivery met. */
  readonly heard: readonly Stance[];
}

export function runCourse(course: Course): Outcome {
  const {
    scenario,
    firsts,
    deliveries = [],
    suspensions = [],
    blocksHost = () => false,
    fares = () => ({}),
    cutsMs = [],
    accountDays = ACCOUNT_DAYS,
    hours: length = 2000,
    ...others
  } = course;
  const typologies = new Map(firsts.map(({ campaign: of }) => [of.gang, of.script.typology]));
  const subscriberOf = new Map(firsts.map((first) => [`${first.gang} ${first.target}`, first.subscriber]));
  const episodeTable = episodeTableOf(scenario, {
    typologyOf: (gang) => typologies.get(gang)!,
    refuses: (_, host) => blocksHost(host),
    accounts: new Accounts(1, () => accountDays * 24),
    ...others,
  });
  const followUps: FollowUp[] = [];
  const acts: Act[] = [];
  const complaints: Complaint[] = [];
  const heard: Stance[] = [];
  let planned = [...firsts];
  for (let hour = 0; hour < length; hour++) {
    const [startMs, endMs] = [hour * HOUR_MS, (hour + 1) * HOUR_MS];
    const isIn = ({ timeMs }: { readonly timeMs: number }): boolean => timeMs >= startMs && timeMs < endMs;
    for (const { subscriber, hours } of suspensions) {
      if (hours[0] === hour) episodeTable.suspend(subscriber, hours[1]! * HOUR_MS);
    }
    episodeTable.take(planned.filter(isIn).toSorted((a, b) => a.timeMs - b.timeMs || a.target - b.target));
    planned = planned.filter(({ timeMs }) => timeMs >= endMs);
    for (const cutMs of cutsMs.filter((timeMs) => isIn({ timeMs }))) episodeTable.advance(cutMs);
    for (const delivery of deliveries.filter(isIn)) heard.push(episodeTable.hear(delivery));
    episodeTable.advance(endMs);
    for (const followUp of episodeTable.takeFollowUps()) {
      const { campaign: of, target, step: at, attempt, dueMs } = followUp;
      const subscriber = subscriberOf.get(`${of.gang} ${target}`)!;
      const timeMs = Math.max(endMs, dueMs);
      followUps.push(followUp);
      planned.push(contact({ campaign: of, target, step: at, attempt, subscriber, timeMs, ...fares(followUp) }));
    }
    acts.push(...episodeTable.takeActs());
    complaints.push(...episodeTable.takeComplaints());
  }
  return { episodeTable, records: episodeTable.records(), followUps, acts, complaints, heard };
}
