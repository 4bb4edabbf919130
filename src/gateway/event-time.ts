/**
 * When an event took place: its own time where it has one, else its arrival. What a number means is stated
 * (`gateway.times`), never learned from an event: one broken clock must not shift all the others.
 */
import { DAY_MS } from "../core/time.ts";
import { readTime, timeFormOf } from "../rows/event-values.ts";
import type { ScreenerEvent } from "../screen/screened-event.ts";
import type { Counter, Metrics } from "./metrics.ts";

/** What a number in `time` counts since 1970. */
export const NUMBER_FORMS = ["milliseconds", "seconds"] as const;
export type NumberForm = (typeof NUMBER_FORMS)[number];

export const TIME_SOURCES = ["event", "arrival", "none"] as const;
export type TimeSource = (typeof TIME_SOURCES)[number];

export interface TimedEvent {
  readonly event: ScreenerEvent;
  readonly time: TimeSource;
}

/** Clocks of clients may be ahead by so much: their events took place when they arrived. */
const MAX_AHEAD_MS = 10 * 60_000;
/** Records may be replayed. Older ones have a clock that was never set: all others would be years ahead of it. */
export const OLDEST_MS = 5 * 365 * DAY_MS;

export class EventTimes {
  readonly #form: NumberForm;
  readonly #disbelieved: Counter;
  #latestMs: number;

  /** `latestMs`: of the events that the history of callers knows. */
  constructor(form: NumberForm, metrics: Metrics, latestMs: number | null = null) {
    this.#form = form;
    this.#latestMs = latestMs ?? Number.NEGATIVE_INFINITY;
    this.#disbelieved = metrics.counter(
      "ringfence_times_disbelieved_total",
      "Events without history, as their time is a day behind others or ahead of the clock.",
    );
  }

  /**
   * A text that is no time is left as it is: screening refuses it. An event without a callee needs no time, as nothing
   * is remembered of it.
   */
  timed(given: unknown, arrivedMs: number): TimedEvent {
    const event = given as ScreenerEvent;
    if (typeof given !== "object" || given === null || Array.isArray(given)) return { event, time: "none" };
    const written = event.time ?? "";
    if (written === "") return (event.callee ?? null) === null ? bare(event) : this.#at(event, arrivedMs, "arrival");
    const timeMs = this.#read(written);
    if (timeMs === null) return { event, time: "none" };
    if (this.#isBelieved(timeMs, arrivedMs)) {
      return timeMs > arrivedMs + MAX_AHEAD_MS
        ? this.#at(event, arrivedMs, "arrival")
        : this.#at(event, timeMs, "event");
    }
    return this.#disbelieve(event);
  }

  #disbelieve(event: ScreenerEvent): TimedEvent {
    this.#disbelieved.add("");
    return bare(event);
  }

  #isBelieved(timeMs: number, arrivedMs: number): boolean {
    return timeMs < arrivedMs + DAY_MS && timeMs > Math.max(arrivedMs - OLDEST_MS, this.#latestMs - DAY_MS);
  }

  /** NaN: a number that is no time of ours. Null: a text that is none. */
  #read(written: unknown): number | null {
    if (typeof written === "number" || (typeof written === "string" && NUMBER.test(written))) {
      return readTime(written, this.#form, true);
    }
    return typeof written === "string" && timeFormOf(written, "time") === "iso" ? readTime(written, "iso", true) : null;
  }

  /** As a date, from which the screener learns no form. In place: a copy costs as much as screening. */
  #at(event: ScreenerEvent, timeMs: number, time: TimeSource): TimedEvent {
    // The clock of this machine was set back.
    if (timeMs <= this.#latestMs - DAY_MS) return this.#disbelieve(event);
    this.#latestMs = Math.max(this.#latestMs, timeMs);
    (event as { time?: Date }).time = new Date(timeMs);
    return { event, time };
  }
}

const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

function bare(event: ScreenerEvent): TimedEvent {
  if ((event.time ?? null) !== null) (event as { time?: null }).time = null;
  return { event, time: "none" };
}
