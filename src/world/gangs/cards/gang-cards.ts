/** The cards that gangs hold: SIMs and accounts, from sets bought when needed. A cut card is worth nothing. */
import type { Expense } from "../../../record/money.ts";
import { OPERATORS } from "./own-lines.ts";
import type { Scenario } from "../../../scenario/schema.ts";
import type { MoneyLedger } from "../economy/money-ledger.ts";
import type { CardMarket, CardSet } from "./card-market.ts";
import type { SoldSim } from "./holders.ts";

export interface GangSim extends SoldSim {
  readonly set: CardSet;
}

/** Income from victims less what the trade costs but for sets, and the sets bought: both fade. */
interface Recent {
  marginYuan: number;
  sets: number;
}

interface Purse {
  sims: GangSim[];
  accounts: CardSet[];
  purchases: number;
  recent: Recent;
  /** The margin so far, as noted last. */
  notedYuan: number;
}

export class GangCards {
  readonly #keptADay: number;
  /** What a new gang expects: that it earns its capital. */
  readonly #expected: Recent;
  readonly #market: CardMarket;
  readonly #ledger: MoneyLedger;
  readonly #purses: readonly Purse[];

  constructor(scenario: Scenario, ledger: MoneyLedger, market: CardMarket) {
    const { cards, economy, gangs } = scenario;
    this.#keptADay = Math.exp(-1 / cards.memoryDays);
    this.#expected = { marginYuan: economy.capitalYuan, sets: cards.setsPerGang * cards.memoryDays };
    this.#market = market;
    this.#ledger = ledger;
    this.#purses = Array.from({ length: gangs.count }, () => ({
      sims: [],
      accounts: [],
      purchases: 0,
      recent: { ...this.#expected },
      notedYuan: 0,
    }));
  }

  /** A SIM for a line; null if the gang cannot have or pay one. Before the first hour, it has one. */
  sim(gang: number, isFirst: boolean): GangSim | null {
    const { sims } = this.#purses[gang]!;
    const { holders } = this.#market;
    do {
      for (let sim = sims.pop(); sim !== undefined; sim = sims.pop()) if (!holders.isCut(sim)) return sim;
    } while (this.#acquire(gang, "sims", isFirst));
    return null;
  }

  account(gang: number, tick: number): CardSet | null {
    const { accounts } = this.#purses[gang]!;
    const { holders } = this.#market;
    do {
      for (let set = accounts.pop(); set !== undefined; set = accounts.pop()) {
        if (!holders.isPenalised(set.holder, tick)) return set;
      }
    } while (this.#acquire(gang, "accounts", false));
    return null;
  }

  fade(): void {
    for (const [gang, { recent }] of this.#purses.entries()) {
      recent.marginYuan *= this.#keptADay;
      recent.sets *= this.#keptADay;
      this.#noteMargin(gang);
    }
  }

  /** A new gang takes the place of a broke one. */
  renew(gang: number): void {
    const purse = this.#purses[gang]!;
    this.#noteMargin(gang);
    purse.recent = { ...this.#expected };
    purse.sims = [];
    purse.accounts = [];
  }

  #noteMargin(gang: number): void {
    const purse = this.#purses[gang]!;
    const marginYuan = this.#ledger.incomeYuan(gang) - this.#ledger.spentYuan(gang);
    purse.recent.marginYuan += marginYuan - purse.notedYuan;
    purse.notedYuan = marginYuan;
  }

  /** A gang buys a set for what a set brought it lately, at most. */
  #acquire(gang: number, expense: Expense, isFirst: boolean): boolean {
    const purse = this.#purses[gang]!;
    const set = isFirst ? this.#market.endow(gang, purse.purchases++) : this.#buy(gang, purse, expense);
    if (set === null) return false;
    for (let operator = 0; operator < OPERATORS.length; operator++) purse.sims.push({ set, operator });
    purse.accounts.push(set);
    return true;
  }

  #buy(gang: number, purse: Purse, expense: Expense): CardSet | null {
    const { priceYuan } = this.#market;
    const marginYuan = purse.recent.marginYuan / Math.max(1, purse.recent.sets);
    const set = this.#market.sell(gang, purse.purchases++, Math.min(marginYuan, this.#ledger.heldYuan(gang)));
    if (set === null) return null;
    this.#ledger.spend(gang, expense, priceYuan);
    purse.notedYuan -= priceYuan;
    purse.recent.sets++;
    return set;
  }
}
