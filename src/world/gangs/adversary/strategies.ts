/** How each gang works now: a setting of every knob (scenario/knobs.ts). On the main thread. */
import { type Knob, KNOB_NAMES, type RangeKnob, USUAL, levelOf } from "../../../scenario/knobs.ts";
import { HOURS_PER_DAY } from "../../../core/time.ts";
import { WORKING_HOURS } from "./effects.ts";

const MAX_ATTEMPTS = 100;

const KNOB_COUNT = KNOB_NAMES.length;
const AT = Object.fromEntries(KNOB_NAMES.map((name, at) => [name, at])) as Readonly<Record<Knob, number>>;

export class Strategies {
  /** [gang][knob] */
  readonly #settings: Uint8Array;

  constructor(gangs: number) {
    this.#settings = new Uint8Array(gangs * KNOB_COUNT).fill(USUAL);
  }

  of(gang: number, knob: Knob): number {
    return this.#settings[gang * KNOB_COUNT + AT[knob]]!;
  }

  set(gang: number, knob: Knob, setting: number): void {
    this.#settings[gang * KNOB_COUNT + AT[knob]] = setting;
  }

  /** The number that the gang has turned a range to; null where it works as usual. */
  level(gang: number, knob: RangeKnob): number | null {
    return levelOf(knob, this.of(gang, knob));
  }

  pace(gang: number): number {
    return this.level(gang, "pace") ?? 1;
  }

  paceAt(gang: number, tick: number): number {
    return this.pace(gang) * WORKING_HOURS[this.of(gang, "hours")]![tick % HOURS_PER_DAY]!;
  }

  /** How often this gang tries a step that others try as often as given: from 1 to MAX_ATTEMPTS. */
  attempts(gang: number, usual: number): number {
    return Math.min(MAX_ATTEMPTS, Math.max(1, Math.round((this.level(gang, "retries") ?? 1) * usual)));
  }
}
