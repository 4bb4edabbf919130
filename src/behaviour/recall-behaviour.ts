/** The behaviour stage: what each caller did lately, read from sketches sealed for the tick. */
import type { EventBatch } from "../event/event-batch.ts";
import { canonicalIdentity } from "../event/identity.ts";
import type { VerdictBatch } from "../event/verdict-batch.ts";
import type { ActivityHandle } from "./activity-memory.ts";
import { hashIdentity } from "./observation-batch.ts";
import { type CallerActivity, readActivity } from "./sketch.ts";

/** Sketches as a reader sees them. */
export interface Activity {
  readonly earlier: Uint32Array;
  readonly later: Uint32Array;
}

export function attachActivity(handle: ActivityHandle): Activity {
  return { earlier: new Uint32Array(handle.earlier), later: new Uint32Array(handle.later) };
}

const SATURATED = 0xffff;

/** Writes the `behaviour` section of every event. About 60 ns each. */
export function recallBehaviour(events: EventBatch, verdicts: VerdictBatch, activity: Activity): void {
  const { attempts, fanOut, calls, answered, meanDurationS } = verdicts.behaviour;
  const reading: CallerActivity = { attempts: 0, fanOut: 0, calls: 0, answered: 0, meanDurationS: 0 };
  const count = events.count;
  for (let row = 0; row < count; row++) {
    const hash = hashIdentity(canonicalIdentity(events.caller[row]!));
    readActivity(activity.earlier, activity.later, hash, reading);
    attempts[row] = Math.min(reading.attempts, SATURATED);
    fanOut[row] = reading.fanOut;
    calls[row] = Math.min(reading.calls, SATURATED);
    answered[row] = Math.min(reading.answered, SATURATED);
    meanDurationS[row] = Math.min(reading.meanDurationS, SATURATED);
  }
}
