/** Sightings: the screened events that the platform takes note of, for what they may say about the people called. */
import { type EventBatch, KIND_CALL } from "../event/event-batch.ts";

/** What this room is set by; the scenario's group `watch` satisfies it. Hours, seconds; strengths in units of exposure. */
export interface WatchSettings {
  readonly longCallS: number;
  readonly doubtfulHours: number;
  readonly lookBackHours: number;
  readonly rememberedDealings: number;
  readonly flaggedContact: number;
  readonly doubtfulCall: number;
  readonly callBack: number;
  readonly reply: number;
  readonly lookUp: number;
  /** What a dealing would have counted at the time, times this, once the other side is listed. */
  readonly lookBackFactor: number;
}

/** Whether a call that was let through lasted so long. No call is long of which no second was talked. */
export function isLongCall(events: EventBatch, row: number, longCallS: number): boolean {
  if (events.kind[row] !== KIND_CALL || events.answered[row] !== 1) return false;
  const durationS = events.durationS[row]!;
  return durationS > 0 && durationS >= longCallS;
}
