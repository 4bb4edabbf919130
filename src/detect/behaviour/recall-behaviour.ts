/** The behaviour stage: what each caller did lately, read from sketches sealed for the tick. */
import { activityFound } from "./found.ts";
import type { Side } from "../../core/time.ts";
import type { EventBatch } from "../../event/event-batch.ts";
import { canonicalInto } from "../../event/identity.ts";
import type { Findings } from "../../event/findings.ts";
import { type CallerHash, cellsInto } from "./caller-hash.ts";
import { BUFFER_ROWS } from "./sketch-layout.ts";
import { Sketches } from "./sketches.ts";
import { Upkeep, type UpkeepHandle } from "./upkeep.ts";
import type { SharedWasmMemory } from "../../core/web-assembly.ts";

/** Sketches of two spans, sealed for one tick. Attaching brings them up to date. */
export interface ActivityHandle {
  readonly memory: SharedWasmMemory;
  /** The same throughout a simulation. */
  readonly callerHash: CallerHash;
  readonly slot: Side;
  /** Null if they are up to date. */
  readonly upkeep: UpkeepHandle | null;
}

/** Module scope: a thread screens one batch at a time. */
const keys = new Float64Array(BUFFER_ROWS);

export interface Activity {
  readonly sketches: Sketches;
  readonly callerHash: CallerHash;
  readonly slot: Side;
  readonly upkeep: Upkeep | null;
}

/** Does the part of the upkeep that no other thread has taken: at most a millisecond. A retry has the same claimant. */
export function attachActivity(
  { memory, callerHash, slot, upkeep }: ActivityHandle,
  claimant?: number,
  sketches = Sketches.attach(memory),
): Activity {
  const activity = { sketches, callerHash, slot, upkeep: upkeep && new Upkeep(upkeep, sketches) };
  activity.upkeep?.help(claimant);
  return activity;
}

/** Writes the `behaviour` section of every event. About 35 ns each. */
export function recallBehaviour(events: EventBatch, findings: Findings, activity: Activity): void {
  const { sketches, callerHash, slot, upkeep } = activity;
  const found = activityFound(findings);
  const count = events.count;
  upkeep?.wait();
  for (let from = 0; from < count; from += BUFFER_ROWS) {
    const size = count - from < BUFFER_ROWS ? count - from : BUFFER_ROWS;
    canonicalInto(events.caller, from, size, keys);
    cellsInto(callerHash, keys, 0, size, sketches.callers);
    sketches.read(slot, size, found, from);
  }
}
