/**
 * Leads: victims of one gang, whose names other gangs buy. The target number says who a lead is, so a contact with one
 * needs no more data than any other. A gang's own targets stay below FIRST_LEAD.
 */
import { Agenda } from "../../core/agenda.ts";
import { assert } from "../../core/assert.ts";
import { exponential } from "../../core/distributions.ts";
import { RandomStream, below } from "../../core/random.ts";
import { HOURS_PER_DAY, HOUR_MS } from "../../core/time.ts";
import type { EpisodeRecord } from "../../record/episode.ts";
import type { Scenario } from "../../scenario/schema.ts";

/** The most active gang of the longest scenario counts to a thirtieth of it. */
export const FIRST_LEAD = 1 << 30;
/** Most sales of one person. With the largest population, leads end below 2^31. */
export const MAX_SALES = 128;

/** The target number of a subscriber's `sale`-th sale, from 0. A buyer's targets are distinct. */
export function leadTarget(subscriber: number, sale: number): number {
  assert(sale < MAX_SALES, () => `nobody is sold on more than ${MAX_SALES} times, got sale ${sale}`);
  return FIRST_LEAD + subscriber * MAX_SALES + sale;
}

export function isLead(target: number): boolean {
  return target >= FIRST_LEAD;
}

export function subscriberOfLead(target: number): number {
  return Math.floor((target - FIRST_LEAD) / MAX_SALES);
}

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

export class Leads {
  readonly #gangs: number;
  readonly #buyers: number;
  readonly #draws: RandomStream;
  readonly #sold = new Agenda<Lead>();
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
      this.#sold.add(Math.max(dueMs, earliestTick * HOUR_MS), { gang, target: leadTarget(subscriber, sale), dueMs });
    }
  }

  takeDue(tick: number): readonly Lead[] {
    return this.#sold.takeBefore((tick + 1) * HOUR_MS);
  }
}
