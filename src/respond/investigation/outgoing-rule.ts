/**
 * Operators' rule on outgoing calls: a line that calls many people in a day and that somebody marks may be cut off
 * before anybody looks at what is behind it. It stops gangs early. It stops couriers, doctors and teachers too, until
 * they appeal.
 */
import type { BlocklistKey } from "../../event/blocklist-key.ts";
import { RandomStream, unit } from "../../core/random.ts";
import { HOURS_PER_DAY, HOUR_MS } from "../../core/time.ts";
import type { Scenario } from "../../scenario/schema.ts";

const WEEK_MS = 7 * HOURS_PER_DAY * HOUR_MS;

export class OutgoingRule {
  readonly #settings: Scenario["operators"]["outgoing"];
  readonly #draws: RandomStream;

  constructor(settings: Scenario["operators"]["outgoing"], seed: number) {
    this.#settings = settings;
    this.#draws = new RandomStream(seed, "operator-outgoing");
  }

  /** True if the operator cuts off a line that is marked now and had called so many people: the same all week. */
  cutsOff(line: BlocklistKey, called: number, nowMs: number): boolean {
    const { people, cutShare } = this.#settings;
    return called >= people && unit(this.#draws.drawByKey(line, Math.floor(nowMs / WEEK_MS))[0]!) < cutShare;
  }
}
