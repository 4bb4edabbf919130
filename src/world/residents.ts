/** How subscribers meet those who come to warn them: what the warning centre learns of people. */
import { lognormal } from "../core/distributions.ts";
import { RandomStream, unit } from "../core/random.ts";
import { MINUTE_MS } from "../core/time.ts";
import type { Delivery } from "../event/warning.ts";
import type { Scenario } from "../scenario/schema.ts";
import { hourOfDay } from "./diurnal.ts";
import type { EpisodeTable } from "./episode-table.ts";

const DAY_FROM_HOUR = 8;
const DAY_UNTIL_HOUR = 22;

/**
 * Draws are keyed by subscriber, which of his or her warnings it is, and attempt: who refuses once is not bound to
 * refuse again.
 */
export class Residents {
  readonly #settings: Scenario["reach"];
  readonly #episodeTable: EpisodeTable;
  readonly #messages: RandomStream;
  readonly #calls: RandomStream;
  readonly #visits: RandomStream;

  constructor({ reach }: Scenario, seed: number, episodeTable: EpisodeTable) {
    this.#settings = reach;
    this.#episodeTable = episodeTable;
    this.#messages = new RandomStream(seed, "warning-text-read");
    this.#calls = new RandomStream(seed, "warning-call-answered");
    this.#visits = new RandomStream(seed, "warning-visit-home");
  }

  /** Milliseconds from sending until the text of a warning is read; null if it never is. */
  readsMessage(subscriber: number, ordinal: number): number | null {
    const { readsMessage, readMinutes, readSigma } = this.#settings;
    const words = this.#messages.draw(subscriber, ordinal);
    if (unit(words[0]!) >= readsMessage) return null;
    return readMinutes * MINUTE_MS * lognormal(words[1]!, words[2]!, 1, readSigma);
  }

  /** What the `attempt`-th call (from 1) about a warning meets. Times must not fall from call to call. */
  answersCall(
    subscriber: number,
    ordinal: number,
    attempt: number,
    timeMs: number,
  ): "answered" | "refused" | "busy" | "away" {
    const { awayByDay, awayByNight, busy, refuses } = this.#settings;
    this.#episodeTable.advance(timeMs);
    const words = this.#calls.draw(subscriber, ordinal, attempt);
    if (unit(words[0]!) < (isDay(timeMs) ? awayByDay : awayByNight)) return "away";
    if (unit(words[1]!) < busy && this.#episodeTable.isEngaged(subscriber)) return "busy";
    return unit(words[2]!) < refuses ? "refused" : "answered";
  }

  /** Whether the `attempt`-th visit (from 1) about a warning finds somebody in. */
  isAtHome(subscriber: number, ordinal: number, attempt: number): boolean {
    return unit(this.#visits.draw(subscriber, ordinal, attempt)[0]!) < this.#settings.atHome;
  }

  /** See EpisodeTable.hear. */
  hear(delivery: Delivery): boolean {
    return this.#episodeTable.hear(delivery);
  }
}

function isDay(timeMs: number): boolean {
  const hour = hourOfDay(timeMs);
  return hour >= DAY_FROM_HOUR && hour < DAY_UNTIL_HOUR;
}
