/** People who might sell a set of their cards, again and again: their price, and what a penalty stops. */
import { lognormal, poisson } from "../../../core/distributions.ts";
import { RandomStream, below } from "../../../core/random.ts";
import { HOURS_PER_DAY } from "../../../core/time.ts";
import type { Scenario } from "../../../scenario/schema.ts";
import { Fear } from "./fear.ts";
import { OwnLines } from "./own-lines.ts";

export interface Offer {
  readonly holder: number;
  readonly outlet: number;
}

export interface SoldSim {
  readonly set: { readonly holder: number; readonly ordinal: number };
  readonly operator: number;
}

/** Time constant by which the later years of a penalty weigh less. Assumed. */
const PATIENCE_DAYS = 730;
/** The term that `cards.penaltyYuan` stands for. */
const FULL_TERM_DAYS = 1826;

export class Holders {
  readonly count: number;
  readonly #fear: Fear;
  readonly #occasionsPerHour: number;
  readonly #ownLines: OwnLines;
  readonly #reservationYuan: Float64Array;
  /** From this tick on, a holder may open accounts again; sets sold before the last penalty. */
  readonly #penalisedUntil: Float64Array;
  readonly #soldBefore: Uint32Array;
  readonly #sold: Uint32Array;
  readonly #shutUntil: Float64Array;
  readonly #occasions: RandomStream;

  constructor(scenario: Scenario, seed: number) {
    const { cards, crackdown, gangs } = scenario;
    const { reservationYuan, reservationSigma, considerDays } = cards;
    const holders = cards.holders * gangs.count;
    this.count = holders;
    this.#fear = new Fear(cards.penaltyYuan * termWorth(crackdown.termDays), cards.fearHalfLifeDays);
    this.#occasionsPerHour = holders / (considerDays * HOURS_PER_DAY);
    this.#ownLines = new OwnLines(scenario, seed);
    this.#shutUntil = new Float64Array(cards.outlets * gangs.count);
    this.#occasions = new RandomStream(seed, "holder-occasion");
    const prices = new RandomStream(seed, "holder-price");
    this.#reservationYuan = Float64Array.from({ length: holders }, (_, holder) => {
      const words = prices.draw(holder, 0);
      return lognormal(words[0]!, words[1]!, reservationYuan, reservationSigma);
    });
    this.#penalisedUntil = new Float64Array(holders);
    this.#soldBefore = new Uint32Array(holders);
    this.#sold = new Uint32Array(holders);
  }

  offers(tick: number, bidYuan: number): Offer[] {
    const premium = this.#fear.premiumYuan(this.count);
    const occasions = poisson(this.#occasions, tick, 0, this.#occasionsPerHour);
    const offers: Offer[] = [];
    for (let i = 0; i < occasions; i++) {
      const words = this.#occasions.draw(tick, i, 1);
      const holder = below(words[0]!, this.count);
      const outlet = this.outletOf(holder);
      if (this.isPenalised(holder, tick) || tick < this.#shutUntil[outlet]!) continue;
      if (bidYuan >= this.#reservationYuan[holder]! + premium) offers.push({ holder, outlet });
    }
    return offers;
  }

  outletOf(holder: number): number {
    return holder % this.#shutUntil.length;
  }

  noteSold(holder: number): number {
    return this.#sold[holder]!++;
  }

  isPenalised(holder: number, tick: number): boolean {
    return tick < this.#penalisedUntil[holder]!;
  }

  /** True if a penalty cut the SIM. The holder keeps one line an operator: an own one, or the first sold. */
  isCut({ set: { holder, ordinal }, operator }: SoldSim): boolean {
    if (ordinal >= this.#soldBefore[holder]!) return false;
    return ordinal > 0 || this.#ownLines.at(holder)[operator]! > 0;
  }

  penalise(holder: number, untilTick: number): void {
    this.#penalisedUntil[holder] = Math.max(untilTick, this.#penalisedUntil[holder]!);
    this.#soldBefore[holder] = this.#sold[holder]!;
  }

  hearOfPenalty(): void {
    this.#fear.rise();
  }

  /** A notice works as if this share of people had been penalised. */
  hearNotice(share: number): void {
    this.#fear.rise(share * this.count);
  }

  shut(outlet: number, untilTick: number): void {
    this.#shutUntil[outlet] = Math.max(untilTick, this.#shutUntil[outlet]!);
  }

  fade(): void {
    this.#fear.fade();
  }
}

function termWorth(days: number): number {
  return (1 - Math.exp(-days / PATIENCE_DAYS)) / (1 - Math.exp(-FULL_TERM_DAYS / PATIENCE_DAYS));
}
