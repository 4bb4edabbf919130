import { RandomStream, unit } from "../../core/random.ts";
import { KIND_MESSAGE } from "../../event/event-batch.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { hourOfDay } from "../traffic/calendar.ts";
import { Publicity } from "./publicity.ts";
import { TYPOLOGY_TRAITS } from "../typologies.ts";

const APPEAL = TYPOLOGY_TRAITS.map(({ appeal }) => appeal);

/**
 * By age band (subscribers.ts); mean 1 over the population. With the ages that the typologies choose
 * (contact-maker.ts), some 62 % of those engaged are 18 to 40 and 33 % are 41 to 65, as were the victims of 2023.
 */
const SUSCEPTIBILITY = [0.92, 1.05, 1.01, 0.94, 1.02];

/** Decides for first contacts, in workers. One draw each, about 30 ns. */
export class Engagement {
  readonly #settings: Scenario["episodes"];
  readonly #publicity: Publicity;
  readonly #draws: RandomStream;

  constructor(scenario: Scenario, seed: number) {
    this.#settings = scenario.episodes;
    this.#publicity = new Publicity(scenario, seed);
    this.#draws = new RandomStream(seed, "engagement");
  }

  /** True if a delivered message or answered call engages its target. Only then is publicity drawn. */
  takesHold(
    gang: number,
    target: number,
    typology: number,
    subscriber: number,
    ageBand: number,
    kind: number,
    timeMs: number,
  ): boolean {
    const { messageTakesHold, callTakesHold } = this.#settings;
    const share = kind === KIND_MESSAGE ? messageTakesHold : callTakesHold;
    const chance = share * SUSCEPTIBILITY[ageBand]! * APPEAL[typology]! * timeOfDayFactor(hourOfDay(timeMs));
    const uniform = unit(this.#draws.draw(gang, target)[0]!);
    return uniform < chance && uniform < chance * this.#publicity.factorAt(subscriber, timeMs);
  }
}

/** People are tired in the evening and asleep at night. Mean 1 over the hours at which gangs approach. Assumed. */
function timeOfDayFactor(hour: number): number {
  if (hour < 6) return 0.85;
  if (hour < 9) return 1;
  if (hour < 18) return 0.98;
  return hour < 22 ? 1.12 : 1;
}
