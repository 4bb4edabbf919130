/** Every fen that victims and backers put in is somewhere. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { EpisodeRecord } from "../../src/record/episode.ts";
import { EXPENSES, type MoneyStatement } from "../../src/record/money.ts";
import { balanceMoney } from "../../src/metrics/ledger.ts";
import { MoneyLedger } from "../../src/world/gangs/economy/money-ledger.ts";
import { forAll } from "../for-all.ts";

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
