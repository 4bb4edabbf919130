/**
 * The ticks of recorded events: hours of their time. Rows need not be in order: one that is late by no more than a
 * stated window counts in its own hour, which is kept open for it; one that is later counts in the present hour.
 */
import { RingfenceError } from "../core/errors.ts";
import { DAY_MS, HOURS_PER_DAY, HOUR_MS } from "../core/time.ts";

/** A tick is screened with what happened up to two ticks before it: so a longer window would keep it waiting. */
export const MAX_WINDOW_MS = HOUR_MS;
/** Rows that are later than this are no disorder on the way: the file is not sorted. */
const MAX_LATE_MS = DAY_MS;

export class EventClock {
  /** Rows that came behind a later one, and were put in order. */
  outOfOrder = 0;
  /** Those that came too late for that. */
  late = 0;
  /** Rows without a time: they count in the present hour. */
  untimed = 0;
  readonly #windowMs: number;
  readonly #name: string;
  #latestMs = Number.NEGATIVE_INFINITY;
  #latestLine = 0;

  /** `name`: of the file. */
  constructor(windowMs: number, name: string) {
    this.#windowMs = windowMs;
    this.#name = name;
  }

  /**
   * out[row] = the tick of a row: hours since the epoch; NaN for one without a time before there was any. Rows follow
   * one another. Throws RingfenceError "config" where one is a day late or more.
   */
  ticksInto(times: Float64Array, lines: Float64Array, out: Float64Array): void {
    for (let row = 0; row < times.length; row++) out[row] = this.#tickOf(times[row]!, lines[row]!);
  }

  #tickOf(timeMs: number, line: number): number {
    if (timeMs >= this.#latestMs) {
      this.#latestMs = timeMs;
      this.#latestLine = line;
      return Math.floor(timeMs / HOUR_MS);
    }
    const present = this.#latestMs === Number.NEGATIVE_INFINITY ? Number.NaN : Math.floor(this.#latestMs / HOUR_MS);
    if (Number.isNaN(timeMs)) {
      this.untimed++;
      return present;
    }
    const lateMs = this.#latestMs - timeMs;
    if (lateMs <= this.#windowMs) {
      this.outOfOrder++;
      return Math.floor(timeMs / HOUR_MS);
    }
    if (lateMs >= MAX_LATE_MS) throw this.#notSorted(line, lateMs);
    this.late++;
    return present;
  }

  #notSorted(line: number, lateMs: number): RingfenceError {
    const hours = Math.floor(lateMs / HOUR_MS);
    const days = Math.floor(hours / HOURS_PER_DAY);
    return new RingfenceError(
      "config",
      `${this.#name}, line ${line}: expected rows sorted by time, found one ${days} days and ${hours % HOURS_PER_DAY} hours ` +
        `before line ${this.#latestLine}: sort the file by its times, or leave the stage behaviour out with --stages`,
    );
  }
}
