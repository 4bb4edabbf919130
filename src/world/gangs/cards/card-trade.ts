/**
 * The trade in SIMs and bank accounts as the world sees it: the market, what gangs hold, and what becomes of it
 * when holders are penalised, dealers raided and accounts frozen.
 */
import { exponential } from "../../../core/distributions.ts";
import { RandomStream } from "../../../core/random.ts";
import type { CardOrder, CardRegister, CardStatement, RegisteredHolder } from "../../../record/cards.ts";
import { type CanonicalIdentity, canonicalIdentity } from "../../../event/identity.ts";
import type { Scenario } from "../../../scenario/schema.ts";
import type { MoneyLedger } from "../economy/money-ledger.ts";
import type { Line } from "../line.ts";
import { CardAccounts } from "./card-accounts.ts";
import { CardMarket, type CardSet } from "./card-market.ts";
import { beginsDay } from "./fear.ts";
import { GangCards } from "./gang-cards.ts";

export class CardTrade implements CardRegister {
  readonly accounts: CardAccounts;
  readonly gangCards: GangCards;
  silentSlots = 0;
  linesAbroad = 0;
  readonly #market: CardMarket;
  readonly #retryHours: number;
  readonly #arrestedShare: number;
  readonly #retries: RandomStream;
  readonly #byNumber = new Map<CanonicalIdentity, CardSet>();

  constructor(scenario: Scenario, seed: number, ledger: MoneyLedger, accountHours: (gang: number) => number | null) {
    this.#market = new CardMarket(scenario, seed, (yuan) => ledger.passToHolders(yuan));
    const { holders } = this.#market;
    this.gangCards = new GangCards(scenario, ledger, this.#market);
    this.accounts = new CardAccounts(scenario, seed, {
      cards: this.gangCards,
      ledger,
      isPenalised: (holder, tick) => holders.isPenalised(holder, tick),
      hoursOf: accountHours,
    });
    this.#retryHours = scenario.cards.retryHours;
    this.#arrestedShare = scenario.crackdown.arrestedShare;
    this.#retries = new RandomStream(seed, "card-retry");
  }

  /** Each hour once, in order, before gangs turn over their lines. */
  advance(tick: number): void {
    if (tick > 0 && beginsDay(tick)) this.gangCards.fade();
    this.#market.advance(tick);
  }

  /** The SIM behind a new line; null where the gang cannot have one. */
  simFor(gang: number, line: Line, tick: number, isFirst: boolean): CardSet | null {
    const set = this.gangCards.sim(gang, tick, isFirst);
    if (set !== null) this.#byNumber.set(canonicalIdentity(line.identity), set);
    return set;
  }

  /** When a gang asks again for a SIM that it could not have at `tick`, for the line with this serial number. */
  retryTick(gang: number, serial: number, tick: number): number {
    return tick + Math.max(1, Math.ceil(exponential(this.#retries.draw(gang, serial, tick)[0]!, this.#retryHours)));
  }

  isCut({ holder }: CardSet, tick: number): boolean {
    return this.#market.holders.isPenalised(holder, tick);
  }

  holderOfNumber(number: CanonicalIdentity): RegisteredHolder | null {
    return this.#byNumber.get(number) ?? null;
  }

  holderOfAccount(account: number): RegisteredHolder | null {
    return this.accounts.setOf(account);
  }

  dealerOf(what: Parameters<CardRegister["dealerOf"]>[0]): number | null {
    const set = "number" in what ? this.#byNumber.get(what.number) : this.accounts.setOf(what.account);
    return set === undefined || set === null || set.dealer < 0 ? null : set.dealer;
  }

  obey(order: CardOrder): void {
    if (order.what === "penalise") this.#market.holders.penalise(order.holder, order.untilTick);
    else if (order.what === "shut") this.#market.holders.shut(order.outlet, order.untilTick);
    else this.accounts.freeze(order.account, order.timeMs);
  }

  raid(dealer: number): number | null {
    return this.#market.dealers.isActive(dealer) ? this.#market.raid(dealer, this.#arrestedShare) : null;
  }

  /** The market day by day; the last one is under way. */
  get days(): CardStatement["days"] {
    return this.#market.days;
  }

  statement(): Omit<CardStatement, "crackdown" | "weeks" | "broke"> {
    return {
      days: this.days,
      failedTransfers: this.accounts.failed,
      returnedTransfers: this.accounts.returned,
      silentSlots: this.silentSlots,
      linesAbroad: this.linesAbroad,
    };
  }
}
