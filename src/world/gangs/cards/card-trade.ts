/** The trade in SIMs and accounts: the market, what gangs hold, and the effects of penalties, raids and freezes. */
import { exponential } from "../../../core/distributions.ts";
import { RandomStream } from "../../../core/random.ts";
import type { CardLead, CardOrder, CardRegister, CardStatement } from "../../../record/cards.ts";
import { type CanonicalIdentity, canonicalIdentity } from "../../../event/identity.ts";
import type { Scenario } from "../../../scenario/schema.ts";
import type { MoneyLedger } from "../economy/money-ledger.ts";
import type { Line } from "../line.ts";
import { CardAccounts } from "./card-accounts.ts";
import { CardMarket, type CardSet } from "./card-market.ts";
import { beginsDay } from "./fear.ts";
import { GangCards, type GangSim } from "./gang-cards.ts";
import { Namesakes } from "./namesakes.ts";

export class CardTrade implements CardRegister {
  readonly accounts: CardAccounts;
  readonly gangCards: GangCards;
  silentSlots = 0;
  linesAbroad = 0;
  readonly #market: CardMarket;
  readonly #namesakes: Namesakes;
  readonly #scenario: Scenario;
  readonly #retries: RandomStream;
  readonly #byNumber = new Map<CanonicalIdentity, CardSet>();

  constructor(scenario: Scenario, seed: number, ledger: MoneyLedger, accountHours: (gang: number) => number) {
    this.#market = new CardMarket(scenario, seed, (yuan) => ledger.passToHolders(yuan));
    const { holders } = this.#market;
    this.#namesakes = new Namesakes(scenario, seed, holders.count);
    this.#scenario = scenario;
    this.gangCards = new GangCards(scenario, ledger, this.#market);
    this.accounts = new CardAccounts({
      scenario,
      seed,
      cards: this.gangCards,
      ledger,
      isPenalised: (holder, tick) => holders.isPenalised(holder, tick),
      hoursOf: accountHours,
    });
    this.#retries = new RandomStream(seed, "card-retry");
  }

  /** Each hour once, in order, before gangs turn over their lines. */
  advance(tick: number): void {
    if (tick > 0 && beginsDay(tick)) this.gangCards.fade();
    this.#market.advance(tick);
  }

  simFor(gang: number, line: Line, isFirst: boolean): GangSim | null {
    const sim = this.gangCards.sim(gang, isFirst);
    if (sim !== null) this.#byNumber.set(canonicalIdentity(line.identity), sim.set);
    return sim;
  }

  retryTick(gang: number, serial: number, tick: number): number {
    const word = this.#retries.draw(gang, serial, tick)[0]!;
    return tick + Math.max(1, Math.ceil(exponential(word, this.#scenario.cards.retryHours)));
  }

  isCut(sim: GangSim): boolean {
    return this.#market.holders.isCut(sim);
  }

  holderOf(lead: CardLead): ReturnType<CardRegister["holderOf"]> {
    const set = this.#setOf(lead);
    return set && { person: this.#namesakes.personFor(set.holder), outlet: set.outlet };
  }

  /** Who sold the card behind a number; null if none did. */
  sellerOf(number: CanonicalIdentity): number | null {
    return this.#byNumber.get(number)?.holder ?? null;
  }

  dealerOf(lead: CardLead): number | null {
    const set = this.#setOf(lead);
    return set === null || set.dealer < 0 || this.#namesakes.personFor(set.holder) !== set.holder ? null : set.dealer;
  }

  takeAppeals(): readonly number[] {
    return this.#namesakes.takeAppeals();
  }

  obey(order: CardOrder, tick: number): void {
    const { holders } = this.#market;
    const { crackdown, publicity } = this.#scenario;
    if (order.what === "penalise") this.#penalise(order.person, tick, order.untilTick);
    else if (order.what === "restore") this.#namesakes.restore(order.person, tick);
    else if (order.what === "shut") holders.shut(order.outlet, order.untilTick);
    else if (order.what === "notify") holders.hearNotice(publicity.reach * crackdown.noticeShare);
    else this.accounts.freeze(order.account, order.timeMs);
  }

  raid(dealer: number): number | null {
    return this.#market.dealers.isActive(dealer)
      ? this.#market.raid(dealer, this.#scenario.crackdown.arrestedShare)
      : null;
  }

  get priceYuan(): number {
    return this.#market.priceYuan;
  }

  get days(): CardStatement["days"] {
    return this.#market.days;
  }

  statement(hours: number): Omit<CardStatement, "crackdown" | "weeks" | "broke"> {
    return {
      innocents: this.#namesakes.costs(hours),
      days: this.days,
      failedTransfers: this.accounts.failed,
      returnedTransfers: this.accounts.returned,
      silentSlots: this.silentSlots,
      linesAbroad: this.linesAbroad,
    };
  }

  /** Others hear about each penalty, deserved or not. */
  #penalise(person: number, tick: number, untilTick: number): void {
    if (this.#namesakes.isOne(person)) this.#namesakes.penalise(person, tick, untilTick);
    else this.#market.holders.penalise(person, untilTick);
    this.#market.holders.hearOfPenalty();
  }

  #setOf(lead: CardLead): CardSet | null {
    return "number" in lead ? (this.#byNumber.get(lead.number) ?? null) : this.accounts.setOf(lead.account);
  }
}
