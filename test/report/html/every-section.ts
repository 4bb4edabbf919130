/** The sections that few runs have, made up: one of each, so that a page has all its words. */
import type { Report } from "../../../src/report/schema.ts";

const cardWeek = {
  priceYuan: 249.6,
  bidYuan: 112,
  dealers: 150,
  opened: 19,
  sold: 99,
  contacts: 8989,
  episodes: 224,
  lossYuan: 2_238_120,
  earnedYuan: 156_303.7,
};
const cards: NonNullable<Report["cards"]> = {
  crackdown: {
    leads: 301,
    traced: 247,
    dealersDestroyed: 1,
    suspectsArrested: 32,
    holdersPenalised: 147,
    appeals: 3,
    appealsGranted: 2,
    outletsShut: 0,
    accountsFrozen: 112,
  },
  innocents: { penalised: 3, linesCut: 1, missedCalls: 12, missedPayments: 97 },
  failedTransfers: 0,
  returnedTransfers: 11,
  silentSlots: 0,
  linesAbroad: 0,
  brokeGangs: 0,
  crackdownFromHour: 100,
  weeks: [{ week: 0, with: cardWeek, without: cardWeek, difference: null }],
};

const share = { value: 0.3, low: 0.2, high: 0.4, n: 100 };
const transfers = { asked: 100, held: share, byReason: { account: 20, score: 6, call: 4 } };
const banks: NonNullable<Report["banks"]> = {
  stoppedYuan: { value: 120_000, low: 60_000, high: 240_000 },
  heldYuan: 180_000,
  victims: {
    ...transfers,
    dissuaded: share,
    otherWays: share,
    otherWaysYuan: 9000,
    accountsTurned: 3,
    coached: 12,
  },
  innocents: { ...transfers, people: 29, delayHours: 240 },
  rightlyHeld: share,
};

export const EVERY_SECTION = { banks, cards };
