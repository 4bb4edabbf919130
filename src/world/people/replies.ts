/**
 * What people say to those who warn them: only this leaves the world. Draws are keyed by subscriber, the ordinal of the
 * warning, channel and talk, and are the same for victims and others.
 */
import { RandomStream, unit } from "../../core/random.ts";
import { DELIVERY_CHANNELS, type Delivery, type Reply } from "../../record/warning.ts";
import type { Scenario } from "../../scenario/schema.ts";

/** A person's stance to a warning just heard. Truth: it never leaves the world. */
export type Stance = "inNoEpisode" | "persuaded" | "unmoved";

export class Replies {
  readonly #settings: Scenario["replies"];
  readonly #draws: RandomStream;

  constructor({ replies }: Scenario, seed: number) {
    this.#settings = replies;
    this.#draws = new RandomStream(seed, "warning-reply");
  }

  /** `ordinal`: it is the subscriber's first warning, second, ... Nobody answers a message, or through a relative. */
  reply(stance: Stance, { subscriber, channel, ordinal: talk }: Delivery, ordinal: number): Reply {
    if (channel === "message" || channel === "family") return "silence";
    if (stance === "persuaded") return "agreement";
    const { benignDenies, benignAgrees, victimDenies, lipService } = this.#settings;
    const [denies, agrees] = stance === "unmoved" ? [victimDenies, lipService] : [benignDenies, benignAgrees];
    const luck = unit(this.#draws.draw(subscriber, ordinal, DELIVERY_CHANNELS.indexOf(channel), talk)[0]!);
    if (luck < denies) return "denial";
    return luck < denies + agrees ? "agreement" : "refusal";
  }
}
