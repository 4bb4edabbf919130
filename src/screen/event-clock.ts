/**
 * Sorts recorded events into ticks, which are hours. A row that is late by at most a stated window counts in its own
 * hour; a later one counts in the present hour.
 */
import { RingfenceError } from "../core/errors.ts";
import { DAY_MS, HOUR_MS, HOURS_PER_DAY, MINUTE_MS } from "../core/time.ts";

/** A tick is screened with events up to two ticks before, so a longer window would delay it. */
export const MAX_WINDOW_MS = HOUR_MS;
export const DEFAULT_WINDOW_MS = 10 * MINUTE_MS;
/** If a row is later than this, the file is not sorted. */
const MAX_LATE_MS = DAY_MS;

/** A time so far ahead of all others is not believed: all later rows would be late. */
const MAX_AHEAD_MS = 10 * 365 * DAY_MS;
/** Earlier times, such as 0, are not believed. */
const FIRST_BELIEVED_MS = 10 * 365 * DAY_MS;

/** Rows of one tick. */
export interface TickPart {
  /** Hours since the epoch; null for rows without a time before the first time. */
  readonly tick: number | null;
  /** Indices of the rows, in order; null: all. */
  readonly rows: Uint32Array | null;
}

/** The state of a clock, from which another can go on. */
export interface ClockState {
  /** Null before any time was seen. */
  readonly latestMs: number | null;
  readonly latestLine: number;
  /** Rows that were late but within the window. */
  readonly outOfOrder: number;
  /** Rows that were later than the window. */
  readonly late: number;
  /** Rows without a time, or with one that is years ahead. They count in the present hour. */
  readonly untimed: number;
}

export class EventClock {
  readonly #windowMs: number;
  readonly #name: string;
  readonly #unit: string;
  #latestMs = Number.NEGATIVE_INFINITY;
  #counts = { latestLine: 0, outOfOrder: 0, late: 0, untimed: 0 };

  /** `name` and `unit` are for messages. */
  constructor(windowMs: number, name: string, unit: "line" | "event" = "line") {
    this.#windowMs = windowMs;
    this.#name = name;
    this.#unit = unit;
  }

  /**
   * Sorts the next rows into ticks. `times`: milliseconds since the epoch, or NaN; `lines`: the numbers of the rows.
   * Throws RingfenceError "config" if a row is at least a day late; the clock then stays as it was.
   */
  partsOf(times: ArrayLike<number>, lines: ArrayLike<number>): TickPart[] {
    const before = this.state;
    try {
      return this.#partsOf(times, lines);
    } catch (error) {
      this.state = before;
      throw error;
    }
  }

  get state(): ClockState {
    return { latestMs: this.#latestMs === Number.NEGATIVE_INFINITY ? null : this.#latestMs, ...this.#counts };
  }

  set state({ latestMs, ...counts }: ClockState) {
    this.#latestMs = latestMs ?? Number.NEGATIVE_INFINITY;
    this.#counts = counts;
  }

  #partsOf(times: ArrayLike<number>, lines: ArrayLike<number>): TickPart[] {
    const ticks = new Float64Array(times.length);
    for (let row = 0; row < times.length; row++) ticks[row] = this.#tickOf(times[row]!, lines[row]!);
    // The usual case: all rows are in one tick.
    if (ticks.length > 0 && ticks.every((tick) => Object.is(tick, ticks[0]))) return [partOf(ticks[0]!, null)];
    const byTick = new Map<number, number[]>();
    for (const [row, tick] of ticks.entries()) {
      const known = byTick.get(tick);
      if (known === undefined) byTick.set(tick, [row]);
      else known.push(row);
    }
    return [...byTick]
      .sort(([a], [b]) => (Number.isNaN(a) ? -1 : Number.isNaN(b) ? 1 : a - b))
      .map(([tick, places]) => partOf(tick, Uint32Array.from(places)));
  }

  #tickOf(written: number, line: number): number {
    const isAhead = this.#latestMs >= FIRST_BELIEVED_MS && written - this.#latestMs >= MAX_AHEAD_MS;
    const timeMs = isAhead ? Number.NaN : written;
    if (timeMs >= this.#latestMs) {
      this.#latestMs = timeMs;
      this.#counts.latestLine = line;
      return Math.floor(timeMs / HOUR_MS);
    }
    const present = this.#latestMs === Number.NEGATIVE_INFINITY ? Number.NaN : Math.floor(this.#latestMs / HOUR_MS);
    if (Number.isNaN(timeMs)) {
      this.#counts.untimed++;
      return present;
    }
    const lateMs = this.#latestMs - timeMs;
    if (lateMs <= this.#windowMs) {
      this.#counts.outOfOrder++;
      return Math.floor(timeMs / HOUR_MS);
    }
    if (lateMs >= MAX_LATE_MS) throw this.#notSorted(line, lateMs);
    this.#counts.late++;
    return present;
  }

  #notSorted(line: number, lateMs: number): RingfenceError {
    const hours = Math.floor(lateMs / HOUR_MS);
    const days = Math.floor(hours / HOURS_PER_DAY);
    return new RingfenceError(
      "config",
      `${this.#name}, ${this.#unit} ${line}: expected rows sorted by time, found one ${days} days and ${hours % HOURS_PER_DAY} hours ` +
        `before ${this.#unit} ${this.#counts.latestLine}: sort them by time, or set screening.stages.behaviour=false`,
    );
  }
}

function partOf(tick: number, rows: Uint32Array | null): TickPart {
  return { tick: Number.isNaN(tick) ? null : tick, rows };
}
