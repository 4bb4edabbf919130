/** How subscribers meet those who come to warn them: what the warning centre learns of people. */
import { lognormal } from "../../core/distributions.ts";
import { RandomStream, unit } from "../../core/random.ts";
import { MINUTE_MS } from "../../core/time.ts";
import type { Delivery, Reply } from "../../record/warning.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { hourOfDay } from "../traffic/diurnal.ts";
import type { EpisodeTable } from "../episodes/episode-table.ts";
import { Replies } from "./replies.ts";

/** Spread of the time until a warning message is read: standard deviation of its logarithm. Assumed. */
export const READ_SIGMA = 1.3;

/** Warning calls to people in no episode that find the line busy. Assumed. */
export const BUSY_OTHERWISE = 0.04;

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
  readonly #families: RandomStream;
  readonly #familyCalls: RandomStream;
  readonly #replies: Replies;

  constructor(scenario: Scenario, seed: number, episodeTable: EpisodeTable) {
    this.#settings = scenario.reach;
    this.#replies = new Replies(scenario, seed);
    this.#episodeTable = episodeTable;
    this.#messages = new RandomStream(seed, "warning-text-read");
    this.#calls = new RandomStream(seed, "warning-call-answered");
    this.#visits = new RandomStream(seed, "warning-visit-home");
    this.#families = new RandomStream(seed, "warning-family-known");
    this.#familyCalls = new RandomStream(seed, "warning-family-answered");
  }

  /** Milliseconds from sending until the text of a warning is read; null if it never is. */
  readsMessage(subscriber: number, ordinal: number): number | null {
    const { readsMessage, readMinutes } = this.#settings;
    const words = this.#messages.draw(subscriber, ordinal);
    if (unit(words[0]!) >= readsMessage) return null;
    return readMinutes * MINUTE_MS * lognormal(words[1]!, words[2]!, 1, READ_SIGMA);
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
    if (unit(words[1]!) < (this.#episodeTable.isLineHeld(subscriber) ? busy : BUSY_OTHERWISE)) return "busy";
    return unit(words[2]!) < refuses ? "refused" : "answered";
  }

  /** Whether the `attempt`-th visit (from 1) about a warning finds somebody in. */
  isAtHome(subscriber: number, ordinal: number, attempt: number): boolean {
    return unit(this.#visits.draw(subscriber, ordinal, attempt)[0]!) < this.#settings.atHome;
  }

  /** Whether the operator knows the number of a relative: the same for all warnings. */
  hasFamily(subscriber: number): boolean {
    return unit(this.#families.draw(subscriber, 0)[0]!) < this.#settings.familyKnown;
  }

  /** Whether the `attempt`-th call (from 1) to a relative about a warning is answered. */
  familyAnswers(subscriber: number, ordinal: number, attempt: number, timeMs: number): boolean {
    const { awayByDay, awayByNight } = this.#settings;
    return unit(this.#familyCalls.draw(subscriber, ordinal, attempt)[0]!) >= (isDay(timeMs) ? awayByDay : awayByNight);
  }

  /** The warning arrives: what the person says to it, whatever is behind the words. */
  hear(delivery: Delivery, ordinal: number): Reply {
    return this.#replies.reply(this.#episodeTable.hear(delivery), delivery, ordinal);
  }

  /** Until `untilMs` no stranger gets through to the subscriber. Times must not fall from call to call. */
  suspendLine(subscriber: number, timeMs: number, untilMs: number): void {
    this.#episodeTable.advance(timeMs);
    this.#episodeTable.suspend(subscriber, untilMs);
  }
}

function isDay(timeMs: number): boolean {
  const hour = hourOfDay(timeMs);
  return hour >= DAY_FROM_HOUR && hour < DAY_UNTIL_HOUR;
}
