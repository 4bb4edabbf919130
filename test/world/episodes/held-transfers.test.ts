import { describe, expect, test } from "vitest";
import { HOUR_MS } from "../../../src/core/time.ts";
import type { HoldReason, TransferRequest } from "../../../src/record/bank.ts";
import type { Identity } from "../../../src/event/identity.ts";
import type { Banks } from "../../../src/world/episodes/held-transfers.ts";
import { MoneyLedger } from "../../../src/world/gangs/economy/money-ledger.ts";
import { balanceMoney } from "../../../src/metrics/ledger.ts";
import { type Outcome, campaign, firstContacts, runCourse, step, testScenario } from "../episodes.ts";

const PEOPLE = 300;
const CALLS = campaign(0, [step("call", 0)]);

interface Run extends Outcome {
  readonly asked: readonly TransferRequest[];
  readonly talkedTo: readonly (Identity | null)[];
  readonly ledger: MoneyLedger;
  readonly victims: NonNullable<ReturnType<Outcome["episodeTable"]["heldTransfers"]>>;
}

/** People who never see through it, of whom all pay; and banks that answer so. */
function run(banks: object, answer: (request: TransferRequest) => HoldReason | null, of = CALLS): Run {
  const scenario = testScenario({
    gangs: { count: 1 },
    banks: { enabled: true, ...banks },
    cards: { traded: false },
    episodes: { sawThrough: 0, firstTransferShare: 0.1, movesToChat: 0 },
  });
  const ledger = new MoneyLedger(1);
  const asked: TransferRequest[] = [];
  const talkedTo: (Identity | null)[] = [];
  const teller: Banks = {
    holds(request, talksTo) {
      asked.push(request);
      talkedTo.push(talksTo);
      return answer(request);
    },
  };
  const outcome = runCourse({ scenario, firsts: firstContacts(of, PEOPLE), banks: teller, bank: ledger });
  const victims = outcome.episodeTable.heldTransfers()!;
  // What people lost is where the statement of money says it is, whichever way it went.
  balanceMoney(ledger.statement(), outcome.records);
  return { ...outcome, asked, talkedTo, ledger, victims };
}

function outcomes({ records }: Outcome, name: string): number {
  return records.filter(({ outcome }) => outcome === name).length;
}

function lossOf({ records }: Outcome): number {
  return records.reduce((sum, { lossYuan }) => sum + lossYuan, 0);
}

const free = run({}, () => null);

describe("a transfer that a bank holds", () => {
  test("is made as many hours later as it is held where somebody insists", () => {
    const late = run({ question: 0, otherWay: 0, holdHours: 30, otherWayHours: 7 }, () => "call");
    for (const [at, { deadlineMs }] of late.records.entries()) {
      expect(deadlineMs - free.records[at]!.deadlineMs).toBeCloseTo(30 * HOUR_MS, 3);
    }
  });

  test("is stopped where it is not sent later: what was held is stopped or lost", () => {
    const { victims, records } = run({ question: 2, otherWay: 0, coachAfter: 0 }, () => "score");
    expect(victims.dissuaded).toBeGreaterThan(PEOPLE / 5);
    expect(victims.stoppedYuan[0]! + lossOf({ records } as Outcome)).toBeCloseTo(victims.heldYuan, 6);
  });

  test("goes another way where somebody insists, at a price for the gang and past the banks for good", () => {
    const { victims, ledger, asked } = run(
      { question: 0, otherWay: 1, otherWayPrice: 0.5, coachAfter: 0 },
      () => "score",
    );
    expect(asked).toHaveLength(PEOPLE);
    expect(victims.otherWays).toBe(PEOPLE);
    expect(victims.otherWaysYuan).toBe(lossOf(free));
    expect(victims.stoppedYuan[0]).toBe(0);
    const { held, muled } = ledger.statement();
    expect(muled[0]).toBe(0);
    expect(held[0]! / 100 / lossOf(free)).toBeCloseTo(0.5, 6);
  });

  test("to a refused account is tried again as often as allowed, and comes to nothing unless the account is off the list", () => {
    const settings = { question: 0, otherWay: 0, turnAfter: 0, otherAccounts: 2, otherAccountHours: 10 };
    const refused = run(settings, () => "account");
    expect(refused.asked).toHaveLength(3 * PEOPLE);
    expect(outcomes(refused, "noAccount")).toBe(PEOPLE);
    expect(refused.victims.stoppedYuan[0]).toBe(refused.victims.heldYuan);
    const firstOf = new Map<number, number>();
    const paid = run(settings, ({ subscriber, timeMs }) => {
      const first = firstOf.get(subscriber) ?? timeMs;
      firstOf.set(subscriber, first);
      return timeMs === first ? "account" : null;
    });
    expect(outcomes(paid, "lost")).toBe(PEOPLE);
  });
});

test("gangs tell victims what to say once enough was held, which costs them and makes more victims insist", () => {
  const [never, soon] = [0, 5].map((coachAfter) =>
    run({ question: 3, otherWay: 0, coachAfter, coachedWorth: 0.3, coachYuan: 40 }, () => "score"),
  );
  expect(never!.victims.coached).toBe(0);
  expect(soon!.victims.coached).toBe(soon!.victims.held.score - 5);
  expect(soon!.ledger.statement().spent.wages[0]).toBe(100 * 40 * soon!.victims.coached);
  expect(lossOf(soon!)).toBeGreaterThan(1.5 * lossOf(never!));
});

test("gangs turn to another account once one was refused as often as they bear, and pay for it", () => {
  const refused = new Set<number>();
  const settings = { question: 0, otherWay: 0, coachAfter: 0, turnAfter: 3, accountYuan: 700 };
  const { asked, victims, ledger } = run(settings, ({ account }) => {
    if (refused.size === 0) refused.add(account);
    return refused.has(account) ? "account" : null;
  });
  expect(asked.filter(({ account }) => refused.has(account))).toHaveLength(3);
  expect(victims).toMatchObject({ accountsTurned: 1, held: { account: 3 } });
  expect(ledger.statement().spent.accounts[0]).toBe(100 * 700);
});

test("gangs keep a share of victims on the telephone while they pay, where the script has calls", () => {
  const onTheLine = free.talkedTo.filter((number) => number !== null).length / free.talkedTo.length;
  expect(Math.abs(onTheLine - 0.3)).toBeLessThan(0.1);
  const messages = campaign(0, [step("message", 0)]);
  expect(run({ onTheLine: 1 }, () => null, messages).talkedTo.every((number) => number === null)).toBe(true);
});
