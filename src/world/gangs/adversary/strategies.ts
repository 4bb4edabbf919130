/** How each gang works now: a setting of every knob (record/knobs.ts). On the main thread. */
import { type Knob, KNOB_COUNT, KNOB_NAMES, USUAL } from "../../../record/knobs.ts";
import { HOURS_PER_DAY } from "../../../core/time.ts";
import { DOMAIN_LIFE, LINE_LIFE, LOOKALIKES, PACE, RETRIES, REWRITING, WORKING_HOURS } from "./effects.ts";

/** The most that a scenario allows. */
const MAX_ATTEMPTS = 100;

/** Places of a gang's settings; `KNOB_NAMES` has the order. */
const AT = Object.fromEntries(KNOB_NAMES.map((name, at) => [name, at])) as Readonly<Record<Knob, number>>;

export class Strategies {
  /** [gang][knob] */
  readonly settings: Uint8Array;

  /** All gangs work as usual. */
  constructor(gangs: number) {
    this.settings = new Uint8Array(gangs * KNOB_COUNT).fill(USUAL);
  }

  of(gang: number, knob: Knob): number {
    return this.settings[gang * KNOB_COUNT + AT[knob]]!;
  }

  set(gang: number, knob: number, setting: number): void {
    this.settings[gang * KNOB_COUNT + knob] = setting;
  }

  /** On first contacts of an hour, with the weight of the hour. */
  paceAt(gang: number, tick: number): number {
    return PACE[this.of(gang, "pace")]! * WORKING_HOURS[this.of(gang, "hours")]![tick % HOURS_PER_DAY]!;
  }

  /** Tries of a step, where others make so many: from 1 to MAX_ATTEMPTS. */
  attempts(gang: number, usual: number): number {
    return Math.min(MAX_ATTEMPTS, Math.max(1, Math.round(RETRIES[this.of(gang, "retries")]! * usual)));
  }

  lineLife(gang: number): number {
    return LINE_LIFE[this.of(gang, "lineLife")]!;
  }

  campaignLength(gang: number): number {
    return REWRITING[this.of(gang, "rewriting")]!;
  }

  domainLife(gang: number): number {
    return DOMAIN_LIFE[this.of(gang, "domains")]!;
  }

  lookalikes(gang: number): number {
    return LOOKALIKES[this.of(gang, "lookalikes")]!;
  }
}
