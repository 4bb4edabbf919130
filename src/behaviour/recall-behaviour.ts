/** The behaviour stage: what each caller did lately, read from sketches sealed for the tick. */
import type { EventBatch } from "../event/event-batch.ts";
import { canonicalIdentity } from "../event/identity.ts";
import type { VerdictBatch } from "../event/verdict-batch.ts";
import type { ActivityHandle } from "./activity-memory.ts";
import { hashIdentity } from "./observation-batch.ts";
import { readCallers, touchCallers } from "./sketch.ts";

/** Sketches as a reader sees them. */
export interface Activity {
  readonly earlier: Uint32Array;
  readonly later: Uint32Array;
}

export function attachActivity(handle: ActivityHandle): Activity {
  return { earlier: new Uint32Array(handle.earlier), later: new Uint32Array(handle.later) };
}

/** Callers hashed before their cells are touched: many cache misses under way at once, and the cells still near when they are read. */
const CHUNK = 128;

/** Of the module: a thread recalls one batch at a time. */
const hashes = new Int32Array(CHUNK);

/** Writes the `behaviour` section of every event. About 50 ns each. */
export function recallBehaviour(events: EventBatch, verdicts: VerdictBatch, { earlier, later }: Activity): void {
  const count = events.count;
  for (let from = 0; from < count; from += CHUNK) {
    const size = count - from < CHUNK ? count - from : CHUNK;
    hashCallers(events.caller, from, size);
    touchCallers(earlier, later, hashes, size);
    readCallers(earlier, later, hashes, size, verdicts.behaviour, from);
  }
}

function hashCallers(callers: Float64Array, from: number, size: number): void {
  for (let i = 0; i < size; i++) hashes[i] = hashIdentity(canonicalIdentity(callers[from + i]!));
}
