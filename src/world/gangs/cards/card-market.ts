/**
 * The market for sets of cards, on the main thread: holders sell to dealers, dealers to gangs, at two prices that
 * follow scarcity (Price). Dealers buy what they expect to sell. They learn of demand little by little (adaptive
 * expectations, Nerlove 1958) and close a gap in their stock over days (Metzler 1941): a market in which all answer the
 * price of the day at once swings from glut to want. Some hundred sets a day; a few microseconds each.
 */
import { RandomStream, below } from "../../../core/random.ts";
import { RingfenceError } from "../../../core/errors.ts";
import { HOURS_PER_DAY } from "../../../core/time.ts";
import type { CardDay } from "../../../record/cards.ts";
import type { Scenario } from "../../../scenario/schema.ts";
import { Dealers } from "./dealers.ts";
import { beginsDay } from "./fear.ts";
import { Holders } from "./holders.ts";

/** A SIM of each operator and a bank account, all opened by one person at one outlet and sold to one dealer. */
export interface CardSet {
  readonly holder: number;
  readonly ordinal: number;
  readonly outlet: number;
  readonly dealer: number;
}

const MAX_STOCK = 1_000_000;
/** Each day, dealers' expectation moves by 1 / this number towards the demand of gangs. Assumed. */
const LEARNING_DAYS = 7;
/**
 * Dealers who earn less than they need buy less in proportion. Those who earn more buy more, by this share of the
 * excess, up to MOST_MARGINS times what they need. Assumed: small enough that the market does not swing.
 */
const MARGIN_WORTH = 0.5;
const MOST_MARGINS = 2;

export class CardMarket {
  readonly holders: Holders;
  readonly dealers: Dealers;
  readonly days: CardDay[] = [];
  readonly #stockDays: number;
  readonly #price: Price;
  readonly #bid: Price;
  readonly #draws: RandomStream;
  readonly #payHolder: (yuan: number) => void;
  #stock: CardSet[] = [];
  #room = 0;
  #askedADay: number;
  #asked = 0;
  #wanted = 0;
  #offered = 0;

  constructor(scenario: Scenario, seed: number, payHolder: (yuan: number) => void) {
    const { priceYuan, bidYuan, adjustment, stockDays, setsPerGang } = scenario.cards;
    this.holders = new Holders(scenario, seed);
    this.dealers = new Dealers(scenario, seed);
    this.#stockDays = stockDays;
    this.#price = new Price(priceYuan, adjustment);
    this.#bid = new Price(bidYuan, adjustment);
    this.#draws = new RandomStream(seed, "card-market");
    this.#payHolder = payHolder;
    this.#askedADay = Math.min(this.dealers.setsPerDay, setsPerGang * scenario.gangs.count);
    const stocked = Math.round(stockDays * this.#askedADay);
    if (stocked > MAX_STOCK) {
      throw new RingfenceError(
        "config",
        `cards: expected dealers to hold ${MAX_STOCK.toLocaleString("en-US")} sets at most, but stockDays times what gangs ` +
          `buy a day come to ${stocked.toLocaleString("en-US")}: lower stockDays`,
      );
    }
    this.#stock = Array.from({ length: stocked }, (_, i) => this.#setOf(i));
  }

  get priceYuan(): number {
    return this.#price.yuan;
  }

  advance(tick: number): void {
    if (beginsDay(tick)) this.#beginDay(tick / HOURS_PER_DAY);
    const { dealers, holders } = this;
    const bidYuan = this.#bid.yuan;
    const wantedADay = this.#wantedADay();
    this.#wanted += wantedADay / HOURS_PER_DAY;
    this.#room = Math.min(Math.max(1, wantedADay), this.#room + wantedADay / HOURS_PER_DAY);
    const offers = holders.offers(tick, bidYuan);
    this.#offered += offers.length;
    for (const [i, { holder, outlet }] of offers.entries()) {
      if (this.#room < 1) break;
      this.#room--;
      this.#payHolder(bidYuan);
      const dealer = dealers.pick(this.#draws.draw(tick, i)[0]!);
      this.#stock.push({ holder, ordinal: holders.noteSold(holder), outlet, dealer });
      this.days.at(-1)!.opened++;
    }
  }

  /** Sells a gang a set at the going price, if it pays that much. `purchase`: sets that it asked for before. */
  sell(gang: number, purchase: number, mostYuan: number): CardSet | null {
    if (mostYuan < this.#price.yuan) return null;
    this.#asked++;
    const set = this.#take(gang, purchase);
    if (set !== null) this.days.at(-1)!.sold++;
    return set;
  }

  endow(gang: number, purchase: number): CardSet {
    return this.#setOf(gang, purchase);
  }

  #setOf(entity: number, ordinal = -1): CardSet {
    const words = this.#draws.draw(entity, ordinal, 2);
    const holder = below(words[0]!, this.holders.count);
    const dealer = this.dealers.active === 0 ? -1 : this.dealers.pick(words[1]!);
    return { holder, ordinal: this.holders.noteSold(holder), outlet: this.holders.outletOf(holder), dealer };
  }

  raid(dealer: number, share: number): number {
    this.#drop([dealer]);
    return this.dealers.raid(dealer, share);
  }

  /** Sets that dealers would buy in a day: what they expect to sell, by its worth, and a part of what stock lacks. */
  #wantedADay(): number {
    const { dealers } = this;
    if (dealers.active === 0) return 0;
    const margins = (this.#price.yuan - this.#bid.yuan) / Math.max(1, dealers.neededYuan);
    const eager = margins < 1 ? Math.max(0, margins) : 1 + MARGIN_WORTH * (Math.min(MOST_MARGINS, margins) - 1);
    const lacking = this.#stockDays * this.#askedADay - this.#stock.length;
    const wanted = this.#askedADay * eager + lacking / this.#stockDays;
    return Math.min(dealers.setsPerDay, Math.max(0, wanted));
  }

  #take(gang: number, purchase: number): CardSet | null {
    if (this.#stock.length === 0) return null;
    const at = below(this.#draws.draw(gang, purchase, 1)[0]!, this.#stock.length);
    const set = this.#stock[at]!;
    this.#stock[at] = this.#stock.at(-1)!;
    this.#stock.pop();
    return set;
  }

  #beginDay(day: number): void {
    const { dealers, holders } = this;
    if (day > 0) {
      this.#askedADay += (this.#asked - this.#askedADay) / LEARNING_DAYS;
      this.#price.adjust(this.#asked, this.#stock.length / this.#stockDays);
      this.#bid.adjust(this.#wanted, this.#offered);
      const busy = Math.min(1, this.days.at(-1)!.opened / Math.max(1, dealers.setsPerDay));
      this.#drop(dealers.live(day, this.#price.yuan - this.#bid.yuan, busy));
      holders.fade();
    }
    this.#asked = this.#wanted = this.#offered = 0;
    this.days.push({
      priceYuan: this.#price.yuan,
      bidYuan: this.#bid.yuan,
      dealers: dealers.active,
      opened: 0,
      sold: 0,
    });
  }

  #drop(dealers: readonly number[]): void {
    if (dealers.length > 0) this.#stock = this.#stock.filter(({ dealer }) => !dealers.includes(dealer));
  }
}

/** A price whose logarithm moves with the excess of demand: Walras's tatonnement as a rate (Samuelson 1941). */
export class Price {
  #yuan: number;
  readonly #adjustment: number;

  /** `adjustment`: by how much the logarithm moves in a day in which nothing is offered. */
  constructor(yuan: number, adjustment: number) {
    this.#yuan = Math.max(1, yuan);
    this.#adjustment = adjustment;
  }

  get yuan(): number {
    return Math.max(1, Math.round(this.#yuan));
  }

  adjust(demand: number, supply: number): void {
    const both = demand + supply;
    const excess = both === 0 ? 0 : (demand - supply) / both;
    this.#yuan = Math.max(1, this.#yuan * Math.exp(this.#adjustment * excess));
  }
}
