/**
 * The cards that gangs hold: SIMs for their lines and accounts for their transfers, out of sets that they buy
 * when they need one. A card of a holder who was penalised is cut, in use or not.
 */
import type { Expense } from "../../../record/money.ts";
import type { Scenario } from "../../../scenario/schema.ts";
import type { MoneyLedger } from "../economy/money-ledger.ts";
import type { CardMarket, CardSet } from "./card-market.ts";

/** What is left of the sets of a gang, and how often it asked for one. */
interface Purse {
  sims: CardSet[];
  accounts: CardSet[];
  purchases: number;
  /** From victims, fading; and the income noted last. */
  recentYuan: number;
  notedYuan: number;
}

export class GangCards {
  readonly #settings: Scenario["cards"];
  readonly #places: number;
  readonly #market: CardMarket;
  readonly #ledger: MoneyLedger;
  readonly #purses: readonly Purse[];

  constructor({ cards, gangs, economy }: Scenario, ledger: MoneyLedger, market: CardMarket) {
    this.#settings = cards;
    this.#places = gangs.callLines + gangs.senders;
    this.#market = market;
    this.#ledger = ledger;
    // What a gang has to begin with tells it what it may expect.
    this.#purses = Array.from({ length: gangs.count }, () => ({
      sims: [],
      accounts: [],
      purchases: 0,
      recentYuan: economy.capitalYuan,
      notedYuan: 0,
    }));
  }

  /** A SIM for a line; null if the gang cannot have or pay one. Before the first hour, it has one. */
  sim(gang: number, tick: number, isFirst: boolean): CardSet | null {
    return this.#take(gang, "sims", tick, isFirst);
  }

  /** The same of a bank account. */
  account(gang: number, tick: number): CardSet | null {
    return this.#take(gang, "accounts", tick, false);
  }

  /** A day passes: what was earned before fades. */
  fade(): void {
    for (const [gang, purse] of this.#purses.entries()) {
      const earned = this.#ledger.incomeYuan(gang);
      purse.recentYuan = purse.recentYuan * Math.exp(-1 / this.#settings.memoryDays) + earned - purse.notedYuan;
      purse.notedYuan = earned;
    }
  }

  /** A new gang is founded in place of a broke one, with as much to hope for as any. */
  renew(gang: number, capitalYuan: number): void {
    const purse = this.#purses[gang]!;
    purse.recentYuan = capitalYuan;
    purse.sims = [];
    purse.accounts = [];
  }

  #take(gang: number, what: Expense & ("sims" | "accounts"), tick: number, isFirst: boolean): CardSet | null {
    const purse = this.#purses[gang]!;
    for (;;) {
      const card = purse[what].pop();
      if (card === undefined) break;
      if (!this.#market.holders.isPenalised(card.holder, tick)) return card;
    }
    const set = isFirst ? this.#market.endow(gang, purse.purchases++) : this.#buy(gang, purse, what);
    if (set === null) return null;
    for (let i = 0; i < this.#settings.sims; i++) purse.sims.push(set);
    purse.accounts.push(set);
    return purse[what].pop()!;
  }

  #buy(gang: number, purse: Purse, expense: Expense): CardSet | null {
    const { priceYuan } = this.#market;
    const worthYuan = (this.#settings.spendShare * purse.recentYuan) / this.#places;
    const set = this.#market.sell(gang, purse.purchases++, Math.min(worthYuan, this.#ledger.heldYuan(gang)));
    if (set !== null) this.#ledger.spend(gang, expense, priceYuan);
    return set;
  }
}
