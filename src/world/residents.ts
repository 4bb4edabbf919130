/** How subscribers meet those who come to warn them: what the warning centre learns of people. */
import { lognormal } from "../core/distributions.ts";
import { RandomStream, unit } from "../core/random.ts";
import { MINUTE_MS } from "../core/time.ts";
import type { Delivery } from "../event/warning.ts";
import type { Scenario } from "../scenario/schema.ts";
import { hourOfDay } from "./diurnal.ts";
import type { EpisodeBook } from "./episode-book.ts";

const DAY_FROM_HOUR = 8;
const DAY_UNTIL_HOUR = 22;

/**
 * Draws are keyed by subscriber, which of his or her warnings it is, and attempt: who refuses once is not bound to
 * refuse again.
 */
export class Residents {
  readonly #settings: Scenario["reach"];
  readonly #book: EpisodeBook;
  readonly #texts: RandomStream;
  readonly #calls: RandomStream;
  readonly #visits: RandomStream;

  constructor({ reach }: Scenario, seed: number, book: EpisodeBook) {
    this.#settings = reach;
    this.#book = book;
    this.#texts = new RandomStream(seed, "warning-text-read");
    this.#calls = new RandomStream(seed, "warning-call-answered");
    this.#visits = new RandomStream(seed, "warning-visit-home");
  }

  /** Milliseconds from sending until the text of a warning is read; null if it never is. */
  readsText(subscriber: number, ordinal: number): number | null {
    const { readsText, readMinutes, readSigma } = this.#settings;
    const words = this.#texts.draw(subscriber, ordinal);
    if (unit(words[0]!) >= readsText) return null;
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
    this.#book.advance(timeMs);
    const words = this.#calls.draw(subscriber, ordinal, attempt);
    if (unit(words[0]!) < (isDay(timeMs) ? awayByDay : awayByNight)) return "away";
    if (unit(words[1]!) < busy && this.#book.isEngaged(subscriber)) return "busy";
    return unit(words[2]!) < refuses ? "refused" : "answered";
  }

  /** Whether the `attempt`-th visit (from 1) about a warning finds somebody in. */
  isAtHome(subscriber: number, ordinal: number, attempt: number): boolean {
    return unit(this.#visits.draw(subscriber, ordinal, attempt)[0]!) < this.#settings.atHome;
  }

  /** See EpisodeBook.hear. */
  hear(delivery: Delivery): boolean {
    return this.#book.hear(delivery);
  }
}

function isDay(timeMs: number): boolean {
  const hour = hourOfDay(timeMs);
  return hour >= DAY_FROM_HOUR && hour < DAY_UNTIL_HOUR;
}
