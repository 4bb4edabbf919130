import * as fc from "fast-check";
import { expect, test } from "vitest";
import { balanceLedger, balanceMoney, checkEntry } from "../../src/metrics/ledger.ts";
import { Tally } from "../../src/metrics/tally.ts";
import { buildReport } from "../../src/report/document.ts";
import { sampleInput } from "../report/sample-report.ts";
import { failure } from "../report/failure.ts";
import type { EpisodeRecord } from "../../src/record/episode.ts";
import { EXPENSES, type MoneyStatement } from "../../src/record/money.ts";
import { MoneyLedger } from "../../src/world/gangs/economy/money-ledger.ts";
import { forAll } from "../for-all.ts";

test("the ledger of a run that balances gives the counts in all and by channel", () => {
  expect(balanceLedger(sampleInput().tally, 100)).toEqual({
    generated: 100,
    allowed: 82,
    flagged: 4,
    blocked: 14,
    byChannel: {
      calls: { generated: 58, allowed: 52, flagged: 2, blocked: 4 },
      messages: { generated: 42, allowed: 30, flagged: 2, blocked: 10 },
    },
  });
  expect(balanceLedger(Tally.allocate({ gangs: 0, domains: 0 })).generated).toBe(0);
});

test.each<[string, (input: ReturnType<typeof sampleInput>) => void, number, string]>([
  [
    "a channel has other decisions",
    ({ tally }) => void tally.columns.generated[0]!++,
    100,
    "calls: 59 generated, but 52 allowed + 2 flagged + 4 blocked = 58",
  ],
  [
    "the counts by truth are of other events",
    ({ tally }) => void tally.columns.benign[0]!++,
    100,
    "by truth 83, 4, 14",
  ],
  ["the world planned other events", () => {}, 101, "101 events were planned and 100 generated"],
])("the ledger does not balance where %s, and says where", (_, spoil, planned, told) => {
  const input = sampleInput();
  spoil(input);
  const error = failure(() => balanceLedger(input.tally, planned));
  expect([error.code, error.exitCode]).toEqual(["invariant", 6]);
  expect(error.message).toContain(told);
});

test("the ledger does not balance over fractions or negative counts that happen to add up", () => {
  expect(() => checkEntry("calls", { generated: 1, allowed: 2, flagged: -1, blocked: 0 })).toThrow("-1 flagged");
  expect(() => checkEntry("calls", { generated: 1, allowed: 0.5, flagged: 0.5, blocked: 0 })).toThrow("0.5 allowed");
});

test("the ledger that does not balance leaves no report", () => {
  const input = sampleInput();
  input.tally.columns.decisions[2]!--;
  expect(failure(() => buildReport(input)).code).toBe("invariant");
});

const GANGS = 3;
const gang = fc.nat({ max: GANGS - 1 });
const yuan = fc.integer({ min: 1, max: 5_000_000 });

const act = fc.oneof(
  fc.record({ what: fc.constant("send" as const), gang, yuan, isReturned: fc.boolean() }),
  fc.record({
    what: fc.constant("spend" as const),
    gang,
    expense: fc.constantFrom(...EXPENSES),
    yuan: fc.double({ min: 0, max: 1e5, noNaN: true }),
  }),
);

/** The ledger after these acts, and the episodes that they belong to. */
function played(acts: readonly (typeof act extends fc.Arbitrary<infer A> ? A : never)[]) {
  const ledger = new MoneyLedger(GANGS, { launderedShare: 0.21, muleShare: 0.13 });
  const episodes: EpisodeRecord[] = [];
  for (let at = 0; at < GANGS; at++) ledger.endow(at, 1000.01);
  for (const each of acts) {
    if (each.what === "spend") ledger.spend(each.gang, each.expense, each.yuan);
    else {
      ledger.send(each.gang, each.yuan);
      if (each.isReturned) ledger.giveBack(each.gang, each.yuan);
      episodes.push({ gang: each.gang, lossYuan: each.isReturned ? 0 : each.yuan } as EpisodeRecord);
    }
  }
  return { ledger, episodes };
}

test("the ledger of money balances whatever is sent, returned and spent", () => {
  forAll([fc.array(act, { maxLength: 40 })], 100, (acts) => {
    const { ledger, episodes } = played(acts);
    const balance = balanceMoney(ledger.statement(), episodes);
    const { launderedYuan, muledYuan, dealersYuan, holdersYuan, suppliersYuan, heldYuan } = balance;
    const out = launderedYuan + muledYuan + dealersYuan + holdersYuan + suppliersYuan + heldYuan;
    expect(Math.abs(balance.lostYuan + balance.capitalYuan - out)).toBeLessThan(0.005);
    expect(balance.sentYuan).toBe(balance.lostYuan + balance.returnedYuan);
  });
});

test("the ledger of money of which a fen is missing, or of a loss that no episode tells, is refused", () => {
  const { ledger, episodes } = played([{ what: "send", gang: 1, yuan: 700, isReturned: false }]);
  const statement = ledger.statement();
  const short: MoneyStatement = { ...statement, held: statement.held.map((fen, at) => (at === 1 ? fen - 1 : fen)) };
  expect(() => balanceMoney(short, episodes)).toThrow(/does not balance: a gang should hold/);
  expect(() => balanceMoney(statement, [])).toThrow(/victims lost 0 yuan and gangs were sent 700/);
});
