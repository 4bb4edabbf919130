/**
 * Publicity: waves of warnings to the whole population, or to a random part. For a while, people reached are a little
 * more cautious towards everybody; they do not recognise fraud better. No wave names a fraud or ends an episode.
 */
import { RandomStream, unit } from "../../core/random.ts";
import { DAY_MS } from "../../core/time.ts";
import type { Scenario } from "../../scenario/schema.ts";

/** From one wave to the next, and how long a wave works. Assumed; changes no headline figure. */
const WAVE_EVERY_DAYS = 14;
const WAVE_LASTS_DAYS = 7;

/** Only contacts that would engage somebody ask for it, which are few. Draws are keyed by subscriber and wave. */
export class Publicity {
  readonly #settings: Scenario["publicity"];
  readonly #draws: RandomStream;

  constructor({ publicity }: Scenario, seed: number) {
    this.#settings = publicity;
    this.#draws = new RandomStream(seed, "publicity");
  }

  /** On the chance that a subscriber reacts to a contact: the scenario's factor while a wave works, else 1. */
  factorAt(subscriber: number, timeMs: number): number {
    const { reach, factor } = this.#settings;
    if (reach === 0) return 1;
    // A wave has worn off when the next goes out.
    const wave = Math.floor(timeMs / (WAVE_EVERY_DAYS * DAY_MS));
    if (timeMs - wave * WAVE_EVERY_DAYS * DAY_MS >= WAVE_LASTS_DAYS * DAY_MS) return 1;
    return unit(this.#draws.draw(subscriber, wave)[0]!) < reach ? factor : 1;
  }
}
