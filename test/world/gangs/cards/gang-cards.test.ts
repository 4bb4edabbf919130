import { expect, test } from "vitest";
import type { CardMarket, CardSet } from "../../../../src/world/gangs/cards/card-market.ts";
import { GangCards } from "../../../../src/world/gangs/cards/gang-cards.ts";
import type { MoneyLedger } from "../../../../src/world/gangs/economy/money-ledger.ts";
import { testScenario } from "../../episodes.ts";

test("a gang pays the going price for a set, once for all cards of it", () => {
  const paid: [gang: number, expense: string, yuan: number][] = [];
  const set: CardSet = { holder: 1, ordinal: 0, outlet: 2, dealer: 3 };
  const holders = { isPenalised: () => false, isCut: () => false };
  const market = { priceYuan: 300, sell: () => set, endow: () => set, holders } as unknown as CardMarket;
  const ledger = {
    heldYuan: () => 1_000_000,
    spend: (gang: number, expense: string, yuan: number) => void paid.push([gang, expense, yuan]),
  } as unknown as MoneyLedger;
  const cards = new GangCards(testScenario({ gangs: { count: 5 } }), ledger, market);
  // Before the first hour it has one.
  expect(cards.sim(3, true)!.set).toBe(set);
  expect(paid).toEqual([]);
  // A SIM of each operator, and an account.
  const operators = [cards.sim(4, false), cards.sim(4, false), cards.sim(4, false)].map((sim) => sim!.operator);
  expect(new Set(operators)).toEqual(new Set([0, 1, 2]));
  cards.account(4, 1);
  expect(paid).toEqual([[4, "sims", 300]]);
  cards.account(4, 1);
  expect(paid).toEqual([
    [4, "sims", 300],
    [4, "accounts", 300],
  ]);
});

test("a gang would pay for a set by what victims brought it lately, which it forgets little by little", () => {
  const most: number[] = [];
  const sell = (_: number, __: number, mostYuan: number): null => {
    most.push(mostYuan);
    return null;
  };
  const market = { priceYuan: 300, sell, holders: {} } as unknown as CardMarket;
  const ledger = { heldYuan: () => 1e9, incomeYuan: () => 0, spend: () => {} } as unknown as MoneyLedger;
  const cards = new GangCards(testScenario({ cards: { memoryDays: 10 } }), ledger, market);
  for (let day = 0; day < 3; day++) {
    cards.account(1, 1);
    cards.fade();
  }
  expect(most[1]! / most[0]!).toBeCloseTo(Math.exp(-0.1), 9);
  expect(most[2]! / most[1]!).toBeCloseTo(Math.exp(-0.1), 9);
});
