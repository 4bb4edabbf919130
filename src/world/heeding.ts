/** Who listens to a warning: false alarms wear it out, stronger ways of delivery make up for it. */
import { RandomStream, unit } from "../core/random.ts";
import { HOURS_PER_DAY, HOUR_MS } from "../core/time.ts";
import type { Delivery } from "../event/warning.ts";
import type { Scenario } from "../scenario/schema.ts";

/** How a person was reached by warnings during an episode. */
export interface Hearing {
  readonly gang: number;
  readonly target: number;
  /** Talks on the telephone. */
  talks: number;
  /** Chance of heeding by the strongest way so far, without regard to false alarms. */
  strength: number;
}

export class Heeding {
  readonly #settings: Scenario["heeding"];
  readonly #draws: RandomStream;
  /** Warnings heard once: the first hearing decides whether one is a false alarm. */
  readonly #heard = new Set<number>();
  /** When each subscriber heard false alarms, in order; those out of memory are dropped at the next. */
  readonly #falseAlarms = new Map<number, number[]>();

  constructor({ heeding }: Scenario, seed: number) {
    this.#settings = heeding;
    this.#draws = new RandomStream(seed, "heeding");
  }

  /** Somebody who is in no episode hears a warning. */
  hearInVain({ warning, subscriber, timeMs }: Delivery): void {
    if (this.#heard.has(warning)) return;
    this.#heard.add(warning);
    this.#falseAlarms.set(subscriber, [...this.#remembered(subscriber, timeMs), timeMs]);
  }

  /**
   * Somebody in an episode hears a warning: true if it is heeded. One draw an episode, so that more persuasion
   * persuades more.
   */
  isHeeded(hearing: Hearing, { warning, subscriber, channel, timeMs }: Delivery): boolean {
    this.#heard.add(warning);
    if (channel === "telephone") hearing.talks++;
    hearing.strength = Math.max(hearing.strength, this.#strengthOf(channel, hearing.talks));
    let chance = hearing.strength;
    for (const _ of this.#remembered(subscriber, timeMs)) chance *= this.#settings.falseAlarmFactor;
    return unit(this.#draws.draw(hearing.gang, hearing.target)[0]!) < chance;
  }

  #strengthOf(channel: Delivery["channel"], talks: number): number {
    const { message, firstTalk, secondTalk, laterTalk, visit } = this.#settings;
    if (channel === "visit") return visit;
    if (channel === "message") return message;
    return talks === 1 ? firstTalk : talks === 2 ? secondTalk : laterTalk;
  }

  #remembered(subscriber: number, nowMs: number): number[] {
    const sinceMs = nowMs - this.#settings.falseAlarmDays * HOURS_PER_DAY * HOUR_MS;
    return (this.#falseAlarms.get(subscriber) ?? []).filter((timeMs) => timeMs >= sinceMs);
  }
}
