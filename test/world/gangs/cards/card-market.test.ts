import { describe, expect, test } from "vitest";
import { HOURS_PER_DAY, HOUR_MS } from "../../../../src/core/time.ts";
import { OPERATORS } from "../../../../src/world/gangs/cards/own-lines.ts";
import { loadScenario } from "../../../../src/scenario/file.ts";
import { CardMarket, type CardSet } from "../../../../src/world/gangs/cards/card-market.ts";
import { Dealers } from "../../../../src/world/gangs/cards/dealers.ts";
import { Namesakes } from "../../../../src/world/gangs/cards/namesakes.ts";
import { GangCards } from "../../../../src/world/gangs/cards/gang-cards.ts";
import { MoneyLedger } from "../../../../src/world/gangs/economy/money-ledger.ts";
import { testScenario } from "../../episodes.ts";
import { CardAccounts } from "../../../../src/world/gangs/cards/card-accounts.ts";

const SETTINGS = ["cards.holders=250", "cards.dealers=3"];

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
      const prices = ["cards.bidYuan=1000", `cards.priceYuan=${1000 + margins * 150}`, "cards.setsPerGang=0.05"];
      return trade(prices, { days: 1 }).days[0]!.opened;
    });
    expect(new Set(opened).size).toBe(1);
  });
});

test("a holder who is penalised sells nothing until the term ends, and then as before", () => {
  const { holders } = trade(["cards.penaltyYuan=0"], { days: 1 });
  const mine = (tick: number): number => holders.offers(tick, 1e6).filter(({ holder }) => holder < 2500).length;
  expect(mine(0)).toBeGreaterThan(0);
  for (let holder = 0; holder < 2500; holder++) holders.penalise(holder, 100);
  expect(Array.from({ length: 100 }, (_, tick) => mine(tick)).filter((count) => count > 0)).toEqual([]);
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
  const market = trade(["cards.outlets=1", "gangs.count=1", "cards.holders=5000"], { days: 1 });
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
  expect(() => trade(["cards.memberSets=100", "cards.stockDays=3660", "cards.setsPerGang=500"], { days: 1 })).toThrow(
    /cards: expected dealers to hold 1,000,000 sets at most.*buy a day come to [\d,]+: lower stockDays/,
  );
});

test("dealers come no faster where a set brings more than four times what they need, and none where all are idle", () => {
  const scenario = loadScenario("smoke", ["cards.dealers=3", "cards.foundedShare=0.0167"]);
  const after = (margins: number, busy: number): number => {
    const dealers = new Dealers(scenario, 1);
    for (let day = 1; day <= 20; day++) dealers.live(day, margins * dealers.neededYuan, busy);
    return dealers.active;
  };
  const [three, four, forty] = [3, 4, 40].map((margins) => after(margins, 1));
  expect(three).toBeGreaterThan(60);
  expect(four).toBeGreaterThan(three!);
  expect(forty).toBe(four);
  expect(after(40, 0)).toBe(60);
});

const DAY = 24;
const HOLDERS = 20_000;

function namesakesWith(...settings: string[]): Namesakes {
  return new Namesakes(loadScenario("smoke", settings), 1, HOLDERS);
}

/** Innocent people, as many as holders that the register confuses with somebody. */
function innocents(namesakes: Namesakes): number[] {
  const persons = Array.from({ length: HOLDERS }, (_, holder) => namesakes.personFor(holder));
  return persons.filter((person) => namesakes.isOne(person));
}

test("a register names somebody else for so many holders as it confuses, and always the same", () => {
  const namesakes = namesakesWith("crackdown.mistakes=0.1");
  const wrong = innocents(namesakes);
  expect(wrong.length / HOLDERS).toBeCloseTo(0.1, 2);
  expect(innocents(namesakes)).toEqual(wrong);
  expect(namesakes.personFor(7)).toBe(7);
});

test("innocent people miss payments while they are penalised, and calls where they had two lines at an operator", () => {
  const people = innocents(namesakesWith()).slice(0, 200);
  const [single, several] = [1, 3].map((ownLines) => {
    const namesakes = namesakesWith("cards.payments=2", `cards.ownLines=${ownLines}`);
    for (const person of people) namesakes.penalise(person, 0, 1826 * DAY);
    return namesakes.costs(30 * DAY);
  });
  expect(single).toMatchObject({ penalised: new Set(people).size, linesCut: 0, missedCalls: 0 });
  expect(single!.missedPayments / (people.length * 30 * 2)).toBeCloseTo(1, 1);
  expect(several!.linesCut).toBeGreaterThan(people.length / 2);
  expect(several!.missedCalls).toBeGreaterThan(people.length);
});

test("an appeal that is granted ends what they miss, and everybody appeals once for each penalty", () => {
  const [person] = innocents(namesakesWith());
  const [served, restored] = [false, true].map((isRestored) => {
    const namesakes = namesakesWith("cards.payments=20");
    namesakes.penalise(person!, 0, 1826 * DAY);
    expect([namesakes.takeAppeals(), namesakes.takeAppeals()]).toEqual([[person], []]);
    if (isRestored) namesakes.restore(person!, 10 * DAY);
    return namesakes.costs(30 * DAY).missedPayments;
  });
  expect(restored! / served!).toBeCloseTo(1 / 3, 1);
});

/** Cards of gangs that are rich, from a market with these sales. */
function cardsOf(sell: CardMarket["sell"], settings: Parameters<typeof testScenario>[0] = {}) {
  const paid: [gang: number, expense: string, yuan: number][] = [];
  const holders = { isPenalised: () => false, isCut: () => false };
  const market = { priceYuan: 300, sell, endow: () => SET, holders } as unknown as CardMarket;
  const spend = (...payment: (typeof paid)[number]) => void paid.push(payment);
  const ledger = { heldYuan: () => 1e9, incomeYuan: () => 0, spend } as unknown as MoneyLedger;
  return { cards: new GangCards(testScenario(settings), ledger, market), paid };
}

const SET: CardSet = { holder: 1, ordinal: 0, outlet: 2, dealer: 3 };

test("a gang pays the going price for a set, once for all cards of it", () => {
  const { cards, paid } = cardsOf(() => SET, { gangs: { count: 5 } });
  // Before the first hour it has one.
  expect(cards.sim(3, true)!.set).toBe(SET);
  expect(paid).toEqual([]);
  // A SIM of each operator, and an account.
  const operators = [cards.sim(4, false), cards.sim(4, false), cards.sim(4, false)].map((sim) => sim!.operator);
  expect(new Set(operators)).toEqual(new Set([0, 1, 2]));
  cards.account(4, 1);
  expect(paid).toEqual([[4, "sims", 300]]);
  cards.account(4, 1);
  expect(paid.slice(1)).toEqual([[4, "accounts", 300]]);
});

test("a gang pays for a set at most what sets brought it lately, less its other costs", () => {
  const most: number[] = [];
  const market = {
    priceYuan: 300,
    sell: (_: number, __: number, yuan: number) => (most.push(yuan), SET),
    holders: { isPenalised: () => false },
  };
  const ledger = new MoneyLedger(1);
  ledger.endow(0, 1e6);
  const scenario = testScenario({
    gangs: { count: 1 },
    economy: { capitalYuan: 4000 },
    cards: { memoryDays: 10, setsPerGang: 0.4 },
  });
  const cards = new GangCards(scenario, ledger, market as unknown as CardMarket);
  cards.account(0, 1);
  cards.account(0, 1);
  ledger.spend(0, "wages", 500);
  ledger.sendOtherwise(0, 3000, 0);
  cards.fade();
  cards.account(0, 1);
  const kept = Math.exp(-0.1);
  // It expects four sets to bring its capital. Their price is no cost here: it is what they are weighed against.
  expect(most).toEqual([1000, 800, expect.closeTo((4000 * kept + 2500) / (6 * kept), 6)]);
});

/** Accounts of a gang that has a card whenever it asks, and what was given back from them. */
function accountsOf(penalised: ReadonlySet<number> = new Set()) {
  const back: number[][] = [];
  let holder = 0;
  const cards = { account: (): CardSet => ({ ...SET, holder: holder++ }) } as unknown as GangCards;
  const ledger = { giveBack: (...given: number[]) => void back.push(given) } as unknown as MoneyLedger;
  const scenario = testScenario({ cards: { layeringHours: 700 } });
  const isPenalised = (of: number) => penalised.has(of);
  return { accounts: new CardAccounts({ scenario, seed: 1, cards, ledger, isPenalised, hoursOf: () => 7200 }), back };
}

test("a gang keeps an account while it works, and takes another once it is frozen or its holder penalised", () => {
  const penalised = new Set<number>();
  const { accounts } = accountsOf(penalised);
  const first = accounts.at(3, HOUR_MS)!;
  expect(accounts.at(3, 2 * HOUR_MS)).toBe(first);
  accounts.freeze(first, 2 * HOUR_MS);
  const second = accounts.at(3, 3 * HOUR_MS);
  expect(second).not.toBe(first);
  expect(accounts.at(3, 4 * HOUR_MS)).toBe(second);
  expect(accounts.frozen).toBe(1);
  // Holders are numbered as they are asked for.
  penalised.add(1);
  expect(accounts.at(3, 5 * HOUR_MS)).not.toBe(second);
});

test("what still lies on an account that is frozen goes back, once", () => {
  const { accounts, back } = accountsOf();
  const account = accounts.at(3, HOUR_MS)!;
  const returned: number[] = [];
  const payment = { gang: 3, target: 7, part: 0, timeMs: HOUR_MS, yuan: 500 };
  accounts.note({ ...payment, returned: (yuan) => void returned.push(yuan) });
  accounts.freeze(account, HOUR_MS + 1);
  accounts.freeze(account, HOUR_MS + 2);
  expect([back, returned, accounts.returned]).toEqual([[[3, 500]], [500], 1]);
});
