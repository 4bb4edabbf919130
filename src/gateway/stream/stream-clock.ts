/**
 * The clock of a partition: the latest time of its events. A time that is a day or more off comes from a wrong clock
 * and is ignored, until three such times in a row agree. It depends on the stream only, so that all workers agree.
 */
import { z } from "zod";
import { DAY_MS } from "../../core/time.ts";

export const clockSchema = z.object({
  /** Null before any event had a time. */
  latestMs: z.number().nullable(),
  /** Time of the last event if it was off, and the number of such events in a row that agree within a day. */
  offMs: z.number().nullable(),
  agreed: z.int().nonnegative(),
});
export type ClockState = Readonly<z.output<typeof clockSchema>>;

export const NO_CLOCK: ClockState = { latestMs: null, offMs: null, agreed: 0 };

/** Events in a row that move the clock, ahead or back. */
const AGREED = 3;

export class StreamClock {
  state: ClockState;

  constructor(state: ClockState) {
    this.state = state;
  }

  /** Takes the time of the next event: it is usual, it is off, or the clock jumps to it. */
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
