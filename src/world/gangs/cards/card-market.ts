/**
 * The market for sets of cards, on the main thread: holders sell to dealers, dealers to gangs, at two prices that
 * follow scarcity (price.ts). Some hundred sets a day; a few microseconds each.
 */
import { RandomStream, below } from "../../../core/random.ts";
import { RingfenceError } from "../../../core/errors.ts";
import { HOURS_PER_DAY } from "../../../core/time.ts";
import type { CardDay } from "../../../record/cards.ts";
import type { Scenario } from "../../../scenario/schema.ts";
import { Dealers } from "./dealers.ts";
import { beginsDay } from "./fear.ts";
import { Holders } from "./holders.ts";
import { Price } from "./price.ts";

/** Some SIMs and a bank account, all opened by one person at one outlet and sold to one dealer. */
export interface CardSet {
  readonly holder: number;
  readonly outlet: number;
  readonly dealer: number;
}

/** Of an object each. */
const MAX_STOCK = 1_000_000;

export class CardMarket {
  readonly holders: Holders;
  readonly dealers: Dealers;
  /** What has happened, day by day; the last one is under way. */
  readonly days: CardDay[] = [];
  readonly #stockDays: number;
  readonly #price: Price;
  readonly #bid: Price;
  readonly #draws: RandomStream;
  readonly #payHolder: (yuan: number) => void;
  #stock: CardSet[] = [];
  /** Sets that dealers may still buy. */
  #room = 0;
  /** Sets that gangs asked for in a day, at the going price, on average of late. */
  #askedADay = 0;
  /** Of the day under way: asked by gangs; wanted by dealers and offered to them. */
  #asked = 0;
  #wanted = 0;
  #offered = 0;

  /** `payHolder` is told of what dealers pay. */
  constructor(scenario: Scenario, seed: number, payHolder: (yuan: number) => void) {
    const { priceYuan, bidYuan, adjustment, stockDays } = scenario.cards;
    this.holders = new Holders(scenario, seed);
    this.dealers = new Dealers(scenario, seed);
    this.#stockDays = stockDays;
    this.#price = new Price(priceYuan, adjustment);
    this.#bid = new Price(bidYuan, adjustment);
    this.#draws = new RandomStream(seed, "card-market");
    this.#payHolder = payHolder;
    // What gangs will ask for is not known yet: dealers are as many as they need to be.
    this.#askedADay = this.dealers.setsPerDay;
    const stocked = Math.round(stockDays * this.#askedADay);
    if (stocked > MAX_STOCK) {
      throw new RingfenceError(
        "config",
        `cards: expected dealers to hold ${MAX_STOCK.toLocaleString("en-US")} sets at most, but dealers * dealerMembers * ` +
          `memberSets * stockDays come to ${stocked.toLocaleString("en-US")}: lower one of these`,
      );
    }
    this.#stock = Array.from({ length: stocked }, (_, i) => this.#setOf(i));
  }

  /** What gangs pay for a set now. */
  get priceYuan(): number {
    return this.#price.yuan;
  }

  /** An hour passes: holders come to sell. Each hour once, in order. */
  advance(tick: number): void {
    if (beginsDay(tick)) this.#beginDay(tick / HOURS_PER_DAY);
    const { dealers, holders } = this;
    const bidYuan = this.#bid.yuan;
    const wantsMore = dealers.active > 0 && this.#stock.length < this.#wantedStock();
    if (wantsMore) {
      this.#wanted += dealers.setsPerDay / HOURS_PER_DAY;
      this.#room = Math.min(dealers.setsPerDay, this.#room + dealers.setsPerDay / HOURS_PER_DAY);
    }
    const offers = holders.offers(tick, bidYuan);
    this.#offered += offers.length;
    for (const [i, { holder, outlet }] of offers.entries()) {
      if (!wantsMore || this.#room < 1) break;
      this.#room--;
      holders.noteSold(holder);
      this.#payHolder(bidYuan);
      this.#stock.push({ holder, outlet, dealer: dealers.pick(this.#draws.draw(tick, i)[0]!) });
      this.days.at(-1)!.opened++;
    }
  }

  /**
   * Sells a gang a set at the going price, if it pays that much and there is one. `purchase`: how many it asked for
   * before.
   */
  sell(gang: number, purchase: number, mostYuan: number): CardSet | null {
    if (mostYuan < this.#price.yuan) return null;
    this.#asked++;
    const set = this.#take(gang, purchase);
    if (set !== null) this.days.at(-1)!.sold++;
    return set;
  }

  /** A set that a gang had before the first hour. */
  endow(gang: number, purchase: number): CardSet {
    return this.#setOf(gang, purchase);
  }

  /** A set opened before the first hour. */
  #setOf(entity: number, ordinal = -1): CardSet {
    const words = this.#draws.draw(entity, ordinal, 2);
    const holder = below(words[0]!, this.holders.count);
    this.holders.noteSold(holder);
    const dealer = this.dealers.active === 0 ? -1 : this.dealers.pick(words[1]!);
    return { holder, outlet: this.holders.outletOf(holder), dealer };
  }

  /** The dealer is raided and its stock seized. Returns how many of its members are caught. */
  raid(dealer: number, share: number): number {
    this.#drop([dealer]);
    return this.dealers.raid(dealer, share);
  }

  /** Some days of what gangs ask for: more where the margin is more than dealers need, and less where it is less. */
  #wantedStock(): number {
    const margins = (this.#price.yuan - this.#bid.yuan) / Math.max(1, this.dealers.neededYuan);
    return this.#stockDays * Math.max(1, this.#askedADay) * Math.min(2, Math.max(0, margins));
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
      this.#askedADay += (this.#asked - this.#askedADay) / 7;
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

  /** The stock of these dealers goes with them. */
  #drop(dealers: readonly number[]): void {
    if (dealers.length > 0) this.#stock = this.#stock.filter(({ dealer }) => !dealers.includes(dealer));
  }
}
