import { lognormal } from "../../core/distributions.ts";
import { RandomStream, unit } from "../../core/random.ts";
import { MINUTE_MS } from "../../core/time.ts";
import { type Delivery, type Reply, DELIVERY_CHANNELS } from "../../record/warning.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { hourOfDay } from "../traffic/calendar.ts";
import type { EpisodeTable, Stance } from "../episodes/episode-table.ts";

/** Median time until a warning message is read, and the standard deviation of its logarithm. Assumed. */
export const READ_MINUTES = 120;
export const READ_SIGMA = 1.3;

/** Warning calls to people in no episode that find the line busy. Assumed. */
export const BUSY_OTHERWISE = 0.04;

/** Warning calls that nobody answers between 8 and 22 h. Assumed; changes no headline figure. */
const AWAY_BY_DAY = 0.3;

/**
 * Persuaded people agree. Of all others, those who say that all is well and those who agree in words; the rest hang up
 * or shut the door. Assumed; changes no headline figure. How many victims deny is a parameter.
 */
const BENIGN_DENIES = 0.6;
const BENIGN_AGREES = 0.35;
const LIP_SERVICE = 0.03;

const DAY_FROM_HOUR = 8;
const DAY_UNTIL_HOUR = 22;

/** Draws are keyed by subscriber, ordinal of the warning, and attempt: one refusal does not fix the next. */
export class Residents {
  readonly #settings: Scenario["reach"];
  readonly #episodeTable: EpisodeTable;
  readonly #messages: RandomStream;
  readonly #calls: RandomStream;
  readonly #visits: RandomStream;
  readonly #families: RandomStream;
  readonly #familyCalls: RandomStream;
  readonly #victimDenies: number;
  readonly #replies: RandomStream;
  readonly #inVain = new Map<number, { readonly ordinal: number; readonly talks: number }>();

  constructor(scenario: Scenario, seed: number, episodeTable: EpisodeTable) {
    this.#settings = scenario.reach;
    this.#victimDenies = scenario.replies.victimDenies;
    this.#replies = new RandomStream(seed, "warning-reply");
    this.#episodeTable = episodeTable;
    this.#messages = new RandomStream(seed, "warning-text-read");
    this.#calls = new RandomStream(seed, "warning-call-answered");
    this.#visits = new RandomStream(seed, "warning-visit-home");
    this.#families = new RandomStream(seed, "warning-family-known");
    this.#familyCalls = new RandomStream(seed, "warning-family-answered");
  }

  readsMessage(subscriber: number, ordinal: number): number | null {
    const { readsMessage } = this.#settings;
    const words = this.#messages.draw(subscriber, ordinal);
    if (unit(words[0]!) >= readsMessage) return null;
    return READ_MINUTES * MINUTE_MS * lognormal(words[1]!, words[2]!, 1, READ_SIGMA);
  }

  /** What the `attempt`-th call (from 1) about a warning meets. Times must not fall from call to call. */
  answersCall(
    subscriber: number,
    ordinal: number,
    attempt: number,
    timeMs: number,
  ): "answered" | "refused" | "busy" | "away" {
    const { awayByNight, busy, refuses } = this.#settings;
    this.#episodeTable.advance(timeMs);
    const words = this.#calls.draw(subscriber, ordinal, attempt);
    if (unit(words[0]!) < (isDay(timeMs) ? AWAY_BY_DAY : awayByNight)) return "away";
    if (unit(words[1]!) < (this.#episodeTable.isLineHeld(subscriber) ? busy : BUSY_OTHERWISE)) return "busy";
    const isTaken = unit(words[2]!) >= 1 - (1 - refuses) * this.#readiness(subscriber, ordinal);
    return isTaken ? "answered" : "refused";
  }

  /** What the `attempt`-th visit (from 1) about a warning meets. */
  answersDoor(subscriber: number, ordinal: number, attempt: number): "answered" | "refused" | "away" {
    const words = this.#visits.draw(subscriber, ordinal, attempt);
    if (unit(words[0]!) >= this.#settings.atHome) return "away";
    return unit(words[1]!) < this.#readiness(subscriber, ordinal) ? "answered" : "refused";
  }

  #readiness(subscriber: number, ordinal: number): number {
    const vain = this.#inVain.get(subscriber);
    let left = 1;
    for (let talk = vain?.ordinal === ordinal ? vain.talks : 0; talk > 0; talk--) left *= 1 - this.#settings.hostility;
    return left;
  }

  hasFamily(subscriber: number): boolean {
    return unit(this.#families.draw(subscriber, 0)[0]!) < this.#settings.familyKnown;
  }

  familyAnswers(subscriber: number, ordinal: number, attempt: number, timeMs: number): boolean {
    const { awayByNight } = this.#settings;
    return (
      unit(this.#familyCalls.draw(subscriber, ordinal, attempt)[0]!) >= (isDay(timeMs) ? AWAY_BY_DAY : awayByNight)
    );
  }

  hear(delivery: Delivery, ordinal: number): Reply {
    const stance = this.#episodeTable.hear(delivery);
    const reply = this.reply(stance, delivery, ordinal);
    if (reply === "denial" || reply === "refusal") this.#note(delivery.subscriber, ordinal);
    if (reply === "denial" && stance === "unmoved") this.#episodeTable.deny(delivery);
    return reply;
  }

  /** What people say to those who warn them: only this leaves the world. Nobody answers a message, or a relative. */
  reply(stance: Stance, { subscriber, channel, ordinal: talk }: Delivery, ordinal: number): Reply {
    if (channel === "message" || channel === "family") return "silence";
    if (stance === "persuaded") return "agreement";
    const isVictim = stance === "unmoved";
    const [denies, agrees] = isVictim ? [this.#victimDenies, LIP_SERVICE] : [BENIGN_DENIES, BENIGN_AGREES];
    const luck = unit(this.#replies.draw(subscriber, ordinal, DELIVERY_CHANNELS.indexOf(channel), talk)[0]!);
    if (luck < denies) return "denial";
    return luck < denies + agrees ? "agreement" : "refusal";
  }

  #note(subscriber: number, ordinal: number): void {
    const vain = this.#inVain.get(subscriber);
    this.#inVain.set(subscriber, { ordinal, talks: vain?.ordinal === ordinal ? vain.talks + 1 : 1 });
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
