import { describe, expect, test } from "vitest";
import { HOURS_PER_DAY } from "../../../../src/core/time.ts";
import { OPERATORS } from "../../../../src/world/gangs/cards/own-lines.ts";
import { loadScenario } from "../../../../src/scenario/file.ts";
import { CardMarket } from "../../../../src/world/gangs/cards/card-market.ts";

const SETTINGS = ["cards.traded=true", "cards.holders=5000", "cards.dealers=60"];

interface Trade {
  readonly days?: number;
  /** Sets that gangs ask for on a day, and what they would pay at most. */
  readonly asked?: number;
  readonly mostYuan?: number;
}

function trade(settings: readonly string[], { days = 60, asked = 10, mostYuan = 1e6 }: Trade): CardMarket {
  const market = new CardMarket(loadScenario("smoke", [...SETTINGS, ...settings]), 1, () => {});
  let purchases = 0;
  for (let tick = 0; tick < days * HOURS_PER_DAY; tick++) {
    market.advance(tick);
    for (let i = tick % HOURS_PER_DAY === 0 ? asked : 0; i > 0; i--) market.sell(0, purchases++, mostYuan);
  }
  return market;
}

describe("the market for sets of cards", () => {
  test("sells nobody a set for more than they would pay, and never more than were opened or in stock", () => {
    expect(trade([], { mostYuan: 0 }).days.reduce((sum, { sold }) => sum + sold, 0)).toBe(0);
    const market = trade([], { asked: 500 });
    const opened = market.days.reduce((sum, day) => sum + day.opened, 0);
    const sold = market.days.reduce((sum, day) => sum + day.sold, 0);
    const stock = Math.round(3 * 60 * 18 * 0.022 * 1.3);
    expect(sold).toBeGreaterThan(0);
    expect(sold).toBeLessThanOrEqual(opened + stock);
  });

  test("asks more the longer gangs want more than there is, and less while nobody buys", () => {
    const [glut, scarcity] = [0, 500].map((asked) => trade([], { days: 9, asked }).days.map((day) => day.priceYuan));
    expect(scarcity).toEqual(scarcity!.toSorted((a, b) => a - b));
    expect(glut).toEqual(glut!.toSorted((a, b) => b - a));
    expect(scarcity!.at(-1)).toBeGreaterThan(1.1 * glut!.at(-1)!);
  });

  test("is supplied no faster than where dealers earn twice what they need", () => {
    const opened = [2, 3, 8].map((margins) => {
      const prices = ["cards.bidYuan=1000", `cards.priceYuan=${1000 + margins * 150}`, "gangs.lineLifeDays=60"];
      return trade(prices, { days: 1 }).days[0]!.opened;
    });
    expect(new Set(opened).size).toBe(1);
  });
});

test("a holder who is penalised sells nothing until the term ends, and then as before", () => {
  const { holders } = trade(["cards.penaltyYuan=0"], { days: 1 });
  const mine = (tick: number): number => holders.offers(tick, 1e6).filter(({ holder }) => holder < 2500).length;
  const before = mine(0);
  for (let holder = 0; holder < 2500; holder++) holders.penalise(holder, 100);
  expect(before).toBeGreaterThan(0);
  expect(mine(0)).toBe(0);
  expect(Array.from({ length: 99 }, (_, tick) => mine(tick)).every((count) => count === 0)).toBe(true);
  expect(mine(100) + mine(101) + mine(102)).toBeGreaterThan(0);
  expect([holders.isPenalised(7, 99), holders.isPenalised(7, 100)]).toEqual([true, false]);
});

test("a holder who is penalised keeps one line at each operator: an own one, or that of the first set", () => {
  const { holders } = trade(["cards.ownLines=1"], { days: 1 });
  const first = holders.noteSold(7);
  const second = holders.noteSold(7);
  holders.penalise(7, 240);
  const cutOf = (ordinal: number): number =>
    OPERATORS.filter((_, operator) => holders.isCut({ set: { holder: 7, ordinal }, operator })).length;
  // The own line is at one of three operators.
  expect([cutOf(first), cutOf(second)]).toEqual([1, 3]);
  // What is sold after the term is a matter of its own.
  expect(cutOf(holders.noteSold(7))).toBe(0);
});

test("a holder whose outlet is shut sells nothing until it opens again", () => {
  const market = trade(["cards.outlets=1"], { days: 1 });
  market.holders.shut(0, 50);
  expect(market.holders.offers(49, 1e6)).toEqual([]);
  expect(market.holders.offers(50, 1e6).length + market.holders.offers(51, 1e6).length).toBeGreaterThan(0);
});

test("dealers are caught with all their members where everybody is, and only once", () => {
  const market = trade([], { days: 1 });
  const caught = market.raid(3, 1);
  expect(caught).toBeGreaterThan(0);
  expect(market.dealers.isActive(3)).toBe(false);
  expect(market.dealers.active).toBe(59);
});

test("dealers that would hold millions of sets are refused, with what makes them so many", () => {
  expect(() => trade(["cards.memberSets=100", "cards.stockDays=3660", "gangs.lineLifeDays=0.05"], { days: 1 })).toThrow(
    /cards: expected dealers to hold 1,000,000 sets at most.*need a day come to [\d,]+: lower stockDays/,
  );
});
