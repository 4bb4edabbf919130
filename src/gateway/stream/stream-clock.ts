/**
 * The clock of a partition: the latest time of its events. An event whose time is a day or more off was written by a
 * clock that is wrong: it moves nothing, until some in a row agree. Only the stream counts, so each worker comes to the
 * same.
 */
import { z } from "zod";
import { DAY_MS } from "../../core/time.ts";

export const clockSchema = z.object({
  /** Null before any event had a time. */
  latestMs: z.number().nullable(),
  /** Time of the last event, where it is off, and how many in a row are within a day of each other. */
  offMs: z.number().nullable(),
  agreed: z.int().nonnegative(),
});
export type ClockState = Readonly<z.output<typeof clockSchema>>;

export const NO_CLOCK: ClockState = { latestMs: null, offMs: null, agreed: 0 };

/** Events in a row that move the clock by a day or more, ahead or back. */
const AGREED = 3;

export class StreamClock {
  state: ClockState;

  constructor(state: ClockState) {
    this.state = state;
  }

  /** The time of the next event: it is taken, it is off, or the clock jumps to it. */
  take(timeMs: number): "taken" | "off" | "jump" {
    const { latestMs, offMs, agreed } = this.state;
    if (latestMs === null || Math.abs(timeMs - latestMs) < DAY_MS) {
      this.state = { ...NO_CLOCK, latestMs: Math.max(latestMs ?? timeMs, timeMs) };
      return "taken";
    }
    const inRow = offMs !== null && Math.abs(timeMs - offMs) < DAY_MS ? agreed + 1 : 1;
    this.state = inRow < AGREED ? { latestMs, offMs: timeMs, agreed: inRow } : { ...NO_CLOCK, latestMs: timeMs };
    return inRow < AGREED ? "off" : "jump";
  }
}
