/** The trade in victims, on the main thread: people who lost money to one gang are sold to others. */
import { exponential } from "../../core/distributions.ts";
import { RandomStream, below } from "../../core/random.ts";
import { HOURS_PER_DAY, HOUR_MS } from "../../core/time.ts";
import type { EpisodeRecord } from "../../record/episode.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { DuePlan } from "../due-plan.ts";
import { MAX_SALES, leadTarget } from "./lead.ts";

/** Gangs that each victim's name is sold to. Assumed; changes no headline figure. */
export const LEAD_BUYERS = 4;

/** Mean days from the loss until a buyer approaches, exponential. Assumed; changes no headline figure. */
export const LEAD_DAYS = 5;

export interface Lead {
  readonly gang: number;
  readonly target: number;
  readonly dueMs: number;
}

const MEAN_MS = LEAD_DAYS * HOURS_PER_DAY * HOUR_MS;

/** A sale is a function of (seed, subscriber, number of the sale): the same for any number of workers. */
export class Leads {
  readonly #gangs: number;
  readonly #buyers: number;
  readonly #draws: RandomStream;
  readonly #sold = new DuePlan<Lead>();
  readonly #sales = new Map<number, number>();
  #seen = 0;

  constructor({ gangs }: Scenario, seed: number) {
    this.#gangs = gangs.count;
    this.#buyers = Math.min(LEAD_BUYERS, gangs.count - 1);
    this.#draws = new RandomStream(seed, "lead");
  }

  /** Sells the victims among episodes that ended since the last call. `ended` holds all so far, and grows. */
  sell(ended: readonly EpisodeRecord[], earliestTick: number): void {
    for (; this.#seen < ended.length; this.#seen++) {
      const episode = ended[this.#seen]!;
      if (episode.outcome === "lost") this.#sell(episode, earliestTick);
    }
  }

  #sell({ subscriber, gang: seller, endMs }: EpisodeRecord, earliestTick: number): void {
    const from = this.#sales.get(subscriber) ?? 0;
    const until = Math.min(MAX_SALES, from + this.#buyers);
    this.#sales.set(subscriber, until);
    for (let sale = from; sale < until; sale++) {
      const words = this.#draws.draw(subscriber, sale);
      const gang = (seller + 1 + below(words[0]!, this.#gangs - 1)) % this.#gangs;
      const dueMs = endMs + exponential(words[1]!, MEAN_MS);
      this.#sold.add({ gang, target: leadTarget(subscriber, sale), dueMs }, earliestTick);
    }
  }

  takeDue(tick: number): readonly Lead[] {
    return this.#sold.takeDue(tick);
  }
}
