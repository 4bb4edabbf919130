/** People who might sell a set of their cards: at what price, whether they may open accounts, and what they sold. */
import { lognormal, poisson } from "../../../core/distributions.ts";
import { RandomStream, below } from "../../../core/random.ts";
import { HOURS_PER_DAY } from "../../../core/time.ts";
import type { Scenario } from "../../../scenario/schema.ts";
import { Fear } from "./fear.ts";

/** A set that somebody wants to sell, and the outlet where it is opened. */
export interface Offer {
  readonly holder: number;
  readonly outlet: number;
}

export class Holders {
  readonly count: number;
  readonly #fear: Fear;
  readonly #occasionsPerHour: number;
  readonly #most: number;
  readonly #outlets: number;
  readonly #reservationYuan: Float64Array;
  /** From this tick on, a holder may open accounts again. */
  readonly #penalisedUntil: Float64Array;
  readonly #sold: Uint16Array;
  readonly #shutUntil: Float64Array;
  readonly #occasions: RandomStream;

  constructor({ cards }: Scenario, seed: number) {
    const { holders, reservationYuan, reservationSigma, considerDays } = cards;
    this.count = holders;
    this.#fear = new Fear(cards.penaltyYuan, cards.fearHalfLifeDays);
    this.#occasionsPerHour = holders / (considerDays * HOURS_PER_DAY);
    this.#most = cards.setsPerHolder;
    this.#outlets = cards.outlets;
    this.#shutUntil = new Float64Array(cards.outlets);
    this.#occasions = new RandomStream(seed, "holder-occasion");
    const prices = new RandomStream(seed, "holder-price");
    this.#reservationYuan = Float64Array.from({ length: holders }, (_, holder) => {
      const words = prices.draw(holder, 0);
      return lognormal(words[0]!, words[1]!, reservationYuan, reservationSigma);
    });
    this.#penalisedUntil = new Float64Array(holders);
    this.#sold = new Uint16Array(holders);
  }

  /** Who would sell a set for `bidYuan` in this hour. */
  offers(tick: number, bidYuan: number): Offer[] {
    const premium = this.#fear.premiumYuan(this.count);
    const occasions = poisson(this.#occasions, tick, 0, this.#occasionsPerHour);
    const offers: Offer[] = [];
    for (let i = 0; i < occasions; i++) {
      const words = this.#occasions.draw(tick, i, 1);
      const holder = below(words[0]!, this.count);
      const outlet = this.outletOf(holder);
      if (this.isPenalised(holder, tick) || this.#sold[holder]! >= this.#most) continue;
      if (tick < this.#shutUntil[outlet]! || bidYuan < this.#reservationYuan[holder]! + premium) continue;
      offers.push({ holder, outlet });
    }
    return offers;
  }

  /** People go to an outlet near them. */
  outletOf(holder: number): number {
    return holder % this.#outlets;
  }

  noteSold(holder: number): void {
    this.#sold[holder]!++;
  }

  isPenalised(holder: number, tick: number): boolean {
    return tick < this.#penalisedUntil[holder]!;
  }

  /** The holder opens no account until then. Others hear of it. */
  penalise(holder: number, untilTick: number): void {
    this.#penalisedUntil[holder] = Math.max(untilTick, this.#penalisedUntil[holder]!);
    this.#fear.rise();
  }

  /** The outlet opens no set until then. */
  shut(outlet: number, untilTick: number): void {
    this.#shutUntil[outlet] = Math.max(untilTick, this.#shutUntil[outlet]!);
  }

  fade(): void {
    this.#fear.fade();
  }
}
