/** A small loop by hand: five episodes of two gangs, seven warnings; counts that can be checked on paper. */
import { HOUR_MS } from "../../src/core/time.ts";
import type { EpisodeOutcome, EpisodeRecord } from "../../src/record/episode.ts";
import { digitIdentity } from "../../src/event/identity.ts";
import { BENIGN_CLASSES } from "../../src/event/taxonomy.ts";
import type { MarkCounts, Marks } from "../../src/record/complaint.ts";
import type { MoneyStatement } from "../../src/record/money.ts";
import type {
  TeamStatistics,
  Delivery,
  DeliveryChannel,
  WarningLevel,
  WarningRecord,
} from "../../src/record/warning.ts";
import type { LoopInput } from "../../src/metrics/loop-input.ts";
import { MoneyLedger } from "../../src/world/gangs/economy/money-ledger.ts";

const POLICE = 4;
const INVESTMENT = 1;

type Hours = readonly [engaged: number, end: number, deadline: number];

function episode(
  [gang, target, subscriber, typology]: readonly [number, number, number, number],
  [engaged, end, deadline]: Hours,
  outcome: EpisodeOutcome,
  lossYuan = 0,
): EpisodeRecord {
  return {
    gang,
    target,
    subscriber,
    typology,
    engagedMs: engaged * HOUR_MS,
    endMs: end * HOUR_MS,
    deadlineMs: deadline * HOUR_MS,
    outcome,
    lossYuan,
    contacts: 4,
    blocked: 1,
    chats: 0,
  };
}

export const HEEDED = episode([0, 1, 10, POLICE], [0, 10, 20], "heeded");
export const LOST = episode([1, 5, 11, INVESTMENT], [1, 30, 30], "lost", 7000);
const SEEN_THROUGH = episode([1, 6, 12, INVESTMENT], [2, 5, 40], "sawThrough");
const OUT_OF_CONTACT = episode([1, 7, 10, INVESTMENT], [50, 60, 90], "lostContact");
const NEVER_WARNED = episode([0, 2, 13, POLICE], [3, 8, 8], "lost", 3000);

export function warning(
  id: number,
  subscriber: number,
  pushedHour: number,
  level: WarningLevel,
  finalLevel = level,
): WarningRecord {
  return {
    id,
    subscriber,
    pushedMs: pushedHour * HOUR_MS,
    level,
    finalLevel,
    exposure: 1.25,
    strongest: 1.1,
    reasons: ["callBack", "flaggedContact"],
    identity: digitIdentity("plain", 13_812_340_017),
    host: null,
    calls: 2,
    visits: 0,
    replies: { agreement: 1, denial: 0, refusal: 0 },
    closedMs: (pushedHour + 40) * HOUR_MS,
    closedBecause: "agreed",
  };
}

export function delivery(
  id: number,
  subscriber: number,
  channel: DeliveryChannel,
  hour: number,
  ordinal = 1,
): Delivery {
  return { warning: id, subscriber, channel, ordinal, timeMs: hour * HOUR_MS };
}

const TEAMS: readonly TeamStatistics[] = [
  {
    channel: "telephone",
    size: 2,
    attempts: 9,
    delivered: 3,
    refused: 4,
    busy: 1,
    away: 1,
    replies: { agreement: 1, denial: 2, refusal: 0 },
    busyMs: HOUR_MS,
    availableMs: 4 * HOUR_MS,
    queueByHour: [0, 3, 1, 0],
  },
  {
    channel: "visit",
    size: 1,
    attempts: 1,
    delivered: 0,
    refused: 0,
    busy: 0,
    away: 1,
    replies: { agreement: 0, denial: 0, refusal: 0 },
    busyMs: 0,
    availableMs: 0,
    queueByHour: [],
  },
];

const INVESTIGATIONS = {
  complaints: 21,
  cases: 5,
  fraudulent: 3,
  benign: 1,
  wrong: 1,
  waiting: 1,
  cutOff: 2,
  cutOffWrongly: 1,
  appeals: 1,
};

const EPISODES = [HEEDED, LOST, SEEN_THROUGH, OUT_OF_CONTACT, NEVER_WARNED];

/** What the episodes of so many gangs cost victims, of which others keep a third. */
export function moneyOf(episodes: readonly EpisodeRecord[], gangs: number): MoneyStatement {
  const ledger = new MoneyLedger(gangs, { launderedShare: 0.25, muleShare: 0.08 });
  for (let gang = 0; gang < gangs; gang++) ledger.endow(gang, 1000);
  for (const { gang, lossYuan } of episodes) ledger.send(gang, lossYuan);
  ledger.spend(0, "domains", 800);
  return ledger.statement();
}

/**
 * Of 7 warnings 5 are on target, one of them for an episode that was warned before; 3 reach somebody in time, of whom 2
 * keep the money, one of whom would have kept it with interception alone. Losses: 28,000 yuan without defences, 15,000
 * with interception, 10,000 with all.
 */
export function sampleLoop(): LoopInput {
  return {
    hours: 48,
    hoursRun: 60,
    subscribers: 100,
    referenceScale: 0.001,
    referenceHours: 48,
    episodes: EPISODES,
    warnings: [
      warning(0, 10, 2, "medium", "high"),
      warning(1, 11, 3, "low"),
      warning(2, 11, 20, "high"),
      warning(3, 12, 3, "low"),
      warning(4, 99, 5, "low"),
      // Between two episodes of the subscriber.
      warning(5, 10, 30, "low"),
      warning(6, 10, 51, "low"),
    ],
    deliveries: [
      delivery(0, 10, "message", 3),
      // What is heeded ends the episode, at that moment.
      delivery(0, 10, "telephone", 10),
      delivery(1, 11, "message", 4),
      delivery(2, 11, "telephone", 29),
      // After the insight, before the transfer.
      delivery(3, 12, "telephone", 6),
      delivery(4, 99, "message", 6),
      delivery(6, 10, "message", 52),
    ],
    teams: TEAMS,
    investigations: INVESTIGATIONS,
    marks: marksOf({ marks: 3, numbers: 2 }),
    money: moneyOf(EPISODES, 3),
    blocking: {
      refusedApps: Uint32Array.of(0, 0, 0),
      replacedDomains: Uint32Array.of(1, 1, 0),
      replacedApps: Uint32Array.of(1, 0, 0),
      domainYuan: 100,
      appYuan: 1000,
    },
    noDefences: {
      episodes: [
        { ...HEEDED, outcome: "lost", lossYuan: 5000 },
        LOST,
        SEEN_THROUGH,
        { ...OUT_OF_CONTACT, outcome: "lost", lossYuan: 9000 },
        NEVER_WARNED,
        episode([0, 9, 14, POLICE], [3, 8, 8], "lost", 4000),
      ],
    },
    interceptionOnly: {
      episodes: [{ ...HEEDED, outcome: "lost", lossYuan: 5000 }, LOST, SEEN_THROUGH, OUT_OF_CONTACT, NEVER_WARNED],
    },
  };
}

/** A loop in which nothing happened. */
export function emptyLoop(): LoopInput {
  return {
    ...sampleLoop(),
    episodes: [],
    money: moneyOf([], 3),
    warnings: [],
    deliveries: [],
    teams: [],
    investigations: Object.fromEntries(Object.keys(INVESTIGATIONS).map((name) => [name, 0])) as typeof INVESTIGATIONS,
    marks: marksOf({ marks: 0, numbers: 0 }),
    noDefences: null,
    interceptionOnly: null,
  };
}

function marksOf(each: Marks): MarkCounts {
  const byClass = Object.fromEntries(BENIGN_CLASSES.map((name) => [name, each]));
  return { fraud: each, byClass: byClass as MarkCounts["byClass"] };
}
