/**
 * Publicity: waves of warnings to the whole population, or to a part of it that is drawn by lot. Those whom they reach
 * are a little more cautious for a while, towards everybody: they tell fraud from the rest no better. They name
 * nobody's fraud, and nobody's episode ends with them.
 */
import { RandomStream, unit } from "../../core/random.ts";
import { DAY_MS } from "../../core/time.ts";
import type { Scenario } from "../../scenario/schema.ts";

/** Asked for contacts that somebody would react to, which are few. Draws are keyed by subscriber and wave. */
export class Publicity {
  readonly #reach: number;
  readonly #factor: number;
  readonly #everyMs: number;
  readonly #lastsMs: number;
  readonly #draws: RandomStream;

  constructor({ publicity }: Scenario, seed: number) {
    this.#reach = publicity.reach;
    this.#factor = publicity.factor;
    this.#everyMs = publicity.everyDays * DAY_MS;
    this.#lastsMs = publicity.days * DAY_MS;
    this.#draws = new RandomStream(seed, "publicity");
  }

  /**
   * On the chance that a subscriber reacts to a contact at that time: the scenario's factor while a wave works that got
   * there, else 1.
   */
  factorAt(subscriber: number, timeMs: number): number {
    if (this.#reach === 0) return 1;
    // Waves go out at 0, everyDays, twice that ... A wave that came again before the last wore off counts once.
    for (let wave = Math.floor(timeMs / this.#everyMs); wave >= 0; wave--) {
      if (timeMs - wave * this.#everyMs >= this.#lastsMs) break;
      if (unit(this.#draws.draw(subscriber, wave)[0]!) < this.#reach) return this.#factor;
    }
    return 1;
  }
}
