/**
 * When an event took place: by its own time where it has one, else by its arrival. One clock with a mistake in it must
 * not shift that of all others, so a time that cannot be true is not believed.
 */
import { DAY_MS } from "../core/time.ts";
import { readTime, timeFormOf } from "../rows/event-values.ts";
import type { ScreenerEvent } from "../screen/screened-event.ts";

/** The event's own; its arrival; none, where there is no callee, or its own time is a day behind others. */
export const TIME_SOURCES = ["event", "arrival", "none"] as const;
export type TimeSource = (typeof TIME_SOURCES)[number];

export interface TimedEvent {
  readonly event: ScreenerEvent;
  readonly time: TimeSource;
}

/** Clocks of clients may be ahead by so much. */
const MAX_AHEAD_MS = 10 * 60_000;

export class EventTimes {
  #latestMs = Number.NEGATIVE_INFINITY;

  /**
   * Times in any form, each read by itself; the event has it in milliseconds then. What cannot be read is left as it
   * is: screening says so. Without a callee nothing is remembered of an event, and it needs no time.
   */
  timed(given: unknown, arrivedMs: number): TimedEvent {
    const event = given as ScreenerEvent;
    if (typeof given !== "object" || given === null) return { event, time: "none" };
    const written = event.time ?? null;
    if (written === null || written === "") {
      return (event.callee ?? null) === null ? { event, time: "none" } : this.#at(event, arrivedMs, "arrival");
    }
    const form = timeFormOf(written, "time");
    const timeMs = form === null ? Number.NaN : readTime(written, form, true);
    if (Number.isNaN(timeMs)) return { event, time: "none" };
    if (timeMs > arrivedMs + MAX_AHEAD_MS) return this.#at(event, arrivedMs, "arrival");
    if (timeMs <= this.#latestMs - DAY_MS) return { event: { ...event, time: null }, time: "none" };
    return this.#at(event, timeMs, "event");
  }

  #at(event: ScreenerEvent, timeMs: number, time: TimeSource): TimedEvent {
    this.#latestMs = Math.max(this.#latestMs, timeMs);
    // In one form for all, as screening asks for. In place: a copy of each event would cost as much as its screening.
    (event as { time?: number }).time = timeMs;
    return { event, time };
  }
}
