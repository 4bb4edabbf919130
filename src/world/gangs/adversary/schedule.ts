import { type Knob, settingNamed } from "../../../scenario/knobs.ts";
import type { Scenario } from "../../../scenario/schema.ts";
import type { Strategies } from "./strategies.ts";

const TICKS_AHEAD = 2;

export class Schedule {
  readonly #changes: Scenario["adversary"]["schedule"];
  readonly #gangs: number;
  readonly #strategies: Strategies;

  constructor({ adversary, gangs }: Scenario, strategies: Strategies) {
    this.#changes = adversary.schedule.toSorted((a, b) => a.fromHour - b.fromHour);
    this.#gangs = gangs.count;
    this.#strategies = strategies;
    for (let hour = 0; hour < TICKS_AHEAD; hour++) this.#change(hour);
  }

  follow(tick: number): readonly Knob[] {
    return this.#change(tick + TICKS_AHEAD);
  }

  #change(hour: number): Knob[] {
    const due = this.#changes.filter(({ fromHour }) => fromHour === hour);
    for (const { knob, setting } of due) {
      const code = settingNamed(knob, setting)!;
      for (let gang = 0; gang < this.#gangs; gang++) this.#strategies.set(gang, knob, code);
    }
    return due.map(({ knob }) => knob);
  }
}
