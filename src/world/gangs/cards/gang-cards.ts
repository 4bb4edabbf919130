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

type Purse = ReturnType<typeof newPurse>;

export class GangCards {
  readonly #scenario: Scenario;
  readonly #market: CardMarket;
  readonly #ledger: MoneyLedger;
  readonly #purses: readonly Purse[];

  constructor(scenario: Scenario, ledger: MoneyLedger, market: CardMarket) {
    const { economy, gangs } = scenario;
    this.#scenario = scenario;
    this.#market = market;
    this.#ledger = ledger;
    this.#purses = Array.from({ length: gangs.count }, () => newPurse(economy.capitalYuan));
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
    for (const [gang, purse] of this.#purses.entries()) {
      const earned = this.#ledger.incomeYuan(gang);
      purse.recentYuan = purse.recentYuan * Math.exp(-1 / this.#scenario.cards.memoryDays) + earned - purse.notedYuan;
      purse.notedYuan = earned;
    }
  }

  /** A new gang takes the place of a broke one, and expects as much as any new gang. */
  renew(gang: number, capitalYuan: number): void {
    const purse = this.#purses[gang]!;
    purse.recentYuan = capitalYuan;
    purse.sims = [];
    purse.accounts = [];
  }

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
    const { cards, gangs } = this.#scenario;
    const worthYuan = (cards.spendShare * purse.recentYuan) / (gangs.callLines + gangs.senders);
    const set = this.#market.sell(gang, purse.purchases++, Math.min(worthYuan, this.#ledger.heldYuan(gang)));
    if (set !== null) this.#ledger.spend(gang, expense, priceYuan);
    return set;
  }
}

function newPurse(capitalYuan: number) {
  return {
    sims: [] as GangSim[],
    accounts: [] as CardSet[],
    purchases: 0,
    /** From victims, fading; the first capital tells a gang what to expect. And the income noted last. */
    recentYuan: capitalYuan,
    notedYuan: 0,
  };
}
