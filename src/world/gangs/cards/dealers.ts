/** Dealers: groups that buy sets of cards from holders and sell them to gangs, founded while that pays. */
import { lognormal, poisson } from "../../../core/distributions.ts";
import { RandomStream, unit } from "../../../core/random.ts";
import type { Scenario } from "../../../scenario/schema.ts";
import { Fear } from "./fear.ts";

/** A margin below need makes this many times the share of dealers leave that the same margin above it would found. */
const GOING = 1.5;
/** A margin above this multiple of the needed one founds no more dealers. */
const MOST_MARGINS = 4;
/** Spread of the members of a dealer: a standard deviation of the logarithm. Assumed; changes no figure. */
const MEMBERS_SIGMA = 0.5;

export class Dealers {
  readonly #settings: Scenario["cards"];
  readonly #first: number;
  readonly #fear: Fear;
  readonly #draws: RandomStream;
  readonly #foundings: RandomStream;
  readonly #members: number[] = [];
  #active: number[] = [];
  #membersActive = 0;

  constructor({ cards, gangs }: Scenario, seed: number) {
    this.#settings = cards;
    this.#first = Math.round(cards.dealers * gangs.count);
    this.#fear = new Fear(cards.raidYuan, cards.fearHalfLifeDays);
    this.#draws = new RandomStream(seed, "dealer");
    this.#foundings = new RandomStream(seed, "dealer-founding");
    for (let i = 0; i < this.#first; i++) this.#found();
  }

  get active(): number {
    return this.#active.length;
  }

  isActive(dealer: number): boolean {
    return this.#members[dealer]! > 0;
  }

  get setsPerDay(): number {
    return this.#membersActive * this.#settings.memberSets;
  }

  get neededYuan(): number {
    return this.#settings.dealerCostYuan + this.#fear.premiumYuan(this.#first);
  }

  pick(word: number): number {
    let at = unit(word) * this.#membersActive;
    for (const dealer of this.#active) {
      at -= this.#members[dealer]!;
      if (at < 0) return dealer;
    }
    return this.#active.at(-1)!;
  }

  /** Dealers come or go after a day with this margin and share of capacity used. Returns those that went. */
  live(day: number, marginYuan: number, busy: number): number[] {
    this.#fear.fade();
    const { foundedShare } = this.#settings;
    const excess = Math.min(MOST_MARGINS, marginYuan / Math.max(1, this.neededYuan)) - 1;
    const founded = poisson(this.#foundings, day, 0, foundedShare * this.#first * busy * Math.max(0, excess));
    const goingShare = GOING * foundedShare * Math.max(0, -excess);
    const gone = this.#active.filter((dealer) => unit(this.#draws.draw(dealer, day, 1)[0]!) < goingShare);
    for (const dealer of gone) this.#remove(dealer);
    for (let i = 0; i < founded; i++) this.#found();
    return gone;
  }

  /** The dealer is no more. Returns how many of its members are caught, each with probability `share`. */
  raid(dealer: number, share: number): number {
    let caught = 0;
    for (let member = 0; member < this.#members[dealer]!; member++) {
      if (unit(this.#draws.draw(dealer, member, 2)[0]!) < share) caught++;
    }
    this.#remove(dealer);
    this.#fear.rise();
    return caught;
  }

  #found(): void {
    const dealer = this.#members.length;
    const { dealerMembers } = this.#settings;
    const words = this.#draws.draw(dealer, 0);
    const median = dealerMembers * Math.exp((-MEMBERS_SIGMA * MEMBERS_SIGMA) / 2);
    const members = Math.max(1, Math.round(lognormal(words[0]!, words[1]!, median, MEMBERS_SIGMA)));
    this.#members.push(members);
    this.#active.push(dealer);
    this.#membersActive += members;
  }

  #remove(dealer: number): void {
    this.#membersActive -= this.#members[dealer]!;
    this.#members[dealer] = 0;
    this.#active = this.#active.filter((each) => each !== dealer);
  }
}
