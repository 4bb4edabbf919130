/**
 * What one batch tells about its callers: two words an event, written by the worker that screened it and read by
 * the main thread at the tick's end. A batch that is screened again overwrites its slot, so nothing counts twice.
 */
import { KIND_CALL, type EventBatch } from "../event/event-batch.ts";
import { canonicalIdentity } from "../event/identity.ts";
import { BLOCK, type VerdictBatch } from "../event/verdict-batch.ts";
import { ANSWERED_BIT, CALLEE_MASK, CALLEE_SHIFT, CALL_BIT, OBSERVATION_WORDS } from "./sketch-layout.ts";

export type ObservationHandle = SharedArrayBuffer;

/** An empty slot for a batch of `capacity` events. */
export function allocateObservations(capacity: number): ObservationHandle {
  return new SharedArrayBuffer(capacity * OBSERVATION_WORDS * 4);
}

/**
 * Writes the observations of a screened batch to `out`, OBSERVATION_WORDS an event, from the place of event `from` on.
 * Without a branch: whether a call was answered, nobody can predict.
 */
export function observe(events: EventBatch, verdicts: VerdictBatch, out: Uint32Array, from: number): void {
  const { caller, callee, kind, answered, durationS, count } = events;
  const { decision } = verdicts.outcome;
  for (let row = 0; row < count; row++) {
    const isCall = Number(kind[row] === KIND_CALL);
    // A blocked call was tried and never answered: the operator learns nothing of how long it would have been.
    const isAnswered = isCall & Number(decision[row] !== BLOCK) & Number(answered[row] === 1);
    const at = (from + row) * OBSERVATION_WORDS;
    out[at] = hashIdentity(canonicalIdentity(caller[row]!));
    out[at + 1] =
      (isCall * CALL_BIT) |
      (-isAnswered & (ANSWERED_BIT | durationS[row]!)) |
      ((hashIdentity(callee[row]!) & CALLEE_MASK) << CALLEE_SHIFT);
  }
}

/** 32 bits of an identity, well mixed (finaliser of MurmurHash3 over both halves). */
export function hashIdentity(identity: number): number {
  const high = Math.floor(identity / 4294967296);
  let hash = (identity - high * 4294967296) | 0;
  hash = Math.imul(hash ^ Math.imul(high, 0x9e3779b1) ^ 0x5bd1e995, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
