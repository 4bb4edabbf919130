/** A run that has every section, also those that few runs have. */
import type { BankStatement } from "../../../src/record/bank.ts";
import type { CardStatement } from "../../../src/record/cards.ts";
import type { ReportInput } from "../../../src/report/head.ts";
import { sampleInput } from "../sample-report.ts";

const GANGS = 3;

const day = { priceYuan: 249.6, bidYuan: 112, dealers: 150, opened: 19, sold: 99 };
const week = { contacts: Float64Array.of(40, 0, 7), earnedYuan: Float64Array.of(900, 0, -30) };
const cards: CardStatement = {
  days: Array.from({ length: 14 }, () => day),
  weeks: [week, week],
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
  broke: 0,
};

const held = { account: 20, score: 6, call: 4 };
const banks: BankStatement = {
  victims: {
    asked: 100,
    held,
    dissuaded: 9,
    otherWays: 6,
    otherWaysYuan: 9000,
    coached: 12,
    accountsTurned: 3,
    heldYuan: 180_000,
    stoppedYuan: new Float64Array(GANGS).fill(40_000),
  },
  innocents: { asked: 5000, held, people: 29, delayHours: 240 },
};

export function everySection(): ReportInput {
  const { loop, ...input } = sampleInput();
  const withoutCrackdown = { episodes: loop.episodes, cards };
  const ofRun = { statement: cards, withoutCrackdown, fromHour: 100, scale: 0.001, isWhole: true };
  const performance = {
    ...input.performance,
    machine: { cpu: "AMD EPYC", cores: 2, quotaCores: 1.5, quotaKnown: true, memoryMiB: 1024, os: "Linux 6" },
  };
  const matcher = { engine: "minhash", differing: 3, messages: 300 };
  return { ...input, performance, matcher, loop: { ...loop, hours: 336, banks, cards: ofRun } };
}
