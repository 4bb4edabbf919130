/**
 * When an event took place: its own time where it has one, else its arrival. The setting `gateway.times` says what a
 * number means. It is never learned from an event, since one broken clock would then shift all the others.
 */
import { DAY_MS } from "../core/time.ts";
import { readTime, timeFormOf } from "../rows/event-values.ts";
import type { ScreenEvent } from "../screen/screened-event.ts";
import type { Counter, Metrics } from "./metrics.ts";

/** What a number in `time` counts since 1970. */
export const NUMBER_FORMS = ["milliseconds", "seconds"] as const;
export type NumberForm = (typeof NUMBER_FORMS)[number];

export const TIME_SOURCES = ["event", "arrival", "none"] as const;
export type TimeSource = (typeof TIME_SOURCES)[number];

export interface TimedEvent {
  readonly event: ScreenEvent;
  /** "none": it is screened without its caller's history. */
  readonly time: TimeSource;
}

/** The clock of a client may be ahead by this much. An event that is further ahead counts from its arrival. */
const MAX_AHEAD_MS = 10 * 60_000;
/** Recorded events may be replayed. An older time comes from a clock that was never set. */
export const OLDEST_MS = 5 * 365 * DAY_MS;

export class EventTimes {
  readonly #form: NumberForm;
  readonly #disbelieved: Counter;
  #latestMs: number;

  /** `latestMs`: the latest time in the saved history, or null. */
  constructor(form: NumberForm, metrics: Metrics, latestMs: number | null = null) {
    this.#form = form;
    this.#latestMs = latestMs ?? Number.NEGATIVE_INFINITY;
    this.#disbelieved = metrics.counter(
      "ringfence_times_disbelieved_total",
      "Events without history, as their time is a day behind others or ahead of the clock.",
    );
  }

  /** Replaces the event's time by a date or null. Screening refuses a time that is neither number nor ISO 8601. */
  timed(given: unknown, arrivedMs: number): TimedEvent {
    const event = given as ScreenEvent;
    if (typeof given !== "object" || given === null || Array.isArray(given)) return { event, time: "none" };
    const written = event.time ?? "";
    if (written === "") {
      return (event.callee ?? null) === null ? untimed(event) : this.#dated(event, arrivedMs, "arrival");
    }
    const timeMs = this.#read(written);
    if (timeMs === null) return { event, time: "none" };
    const isPossible = timeMs < arrivedMs + DAY_MS && timeMs > arrivedMs - OLDEST_MS;
    if (!isPossible) return this.#disbelieve(event);
    const isAhead = timeMs > arrivedMs + MAX_AHEAD_MS;
    return this.#dated(event, isAhead ? arrivedMs : timeMs, isAhead ? "arrival" : "event");
  }

  /** NaN for a number that is no time. Null for anything but a number or ISO 8601. */
  #read(written: unknown): number | null {
    if (typeof written === "number" || (typeof written === "string" && NUMBER.test(written))) {
      return readTime(written, this.#form, true);
    }
    return typeof written === "string" && timeFormOf(written, "time") === "iso" ? readTime(written, "iso", true) : null;
  }

  #dated(event: ScreenEvent, timeMs: number, time: TimeSource): TimedEvent {
    // The client's clock is wrong, or this machine's clock was set back.
    if (timeMs <= this.#latestMs - DAY_MS) return this.#disbelieve(event);
    this.#latestMs = Math.max(this.#latestMs, timeMs);
    // In place: a copy costs as much as screening.
    (event as { time?: Date }).time = new Date(timeMs);
    return { event, time };
  }

  #disbelieve(event: ScreenEvent): TimedEvent {
    this.#disbelieved.add("");
    return untimed(event);
  }
}

const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

function untimed(event: ScreenEvent): TimedEvent {
  if ((event.time ?? null) !== null) (event as { time?: null }).time = null;
  return { event, time: "none" };
}
