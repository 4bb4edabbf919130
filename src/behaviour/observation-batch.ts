/**
 * What events tell about their callers: two words an event, in one buffer a tick. The worker that screens a batch
 * writes them to the batch's place in it, and workers read them when the memory of callers is brought up to date. A
 * batch that is screened again overwrites its place, so nothing counts twice.
 */
import { KIND_CALL, type EventBatch } from "../event/event-batch.ts";
import { canonicalInto } from "../event/identity.ts";
import { BLOCK, type VerdictBatch } from "../event/verdict-batch.ts";
import { ANSWERED_BIT, CALLEE_MASK, CALLEE_SHIFT, CALL_BIT, OBSERVATION_WORDS } from "./sketch-layout.ts";

export type ObservationHandle = SharedArrayBuffer;

/** Empty places for `capacity` events of a tick. */
export function allocateObservations(capacity: number): ObservationHandle {
  return new SharedArrayBuffer(capacity * OBSERVATION_WORDS * 4);
}

/** Events whose callers and callees are hashed together. */
const CHUNK = 256;

/** Module scope: a thread observes one batch at a time. */
const keys = new Float64Array(CHUNK);
const callers = new Int32Array(CHUNK);
const callees = new Int32Array(CHUNK);

/**
 * Writes the observations of a screened batch to `out`, OBSERVATION_WORDS an event, from the place of event `from` on.
 * Without a branch: whether a call was answered, nobody can predict.
 */
export function observe(events: EventBatch, verdicts: VerdictBatch, out: Uint32Array, from: number): void {
  const { caller, callee, kind, answered, durationS, count } = events;
  const { decision } = verdicts.outcome;
  for (let first = 0; first < count; first += CHUNK) {
    const size = count - first < CHUNK ? count - first : CHUNK;
    canonicalInto(caller, first, size, keys);
    hashInto(keys, 0, size, callers);
    hashInto(callee, first, size, callees);
    for (let i = 0; i < size; i++) {
      const row = first + i;
      const isCall = Number(kind[row] === KIND_CALL);
      // A blocked call was tried and never answered: the operator learns nothing of how long it would have been.
      const isAnswered = isCall & Number(decision[row] !== BLOCK) & Number(answered[row] === 1);
      const at = (from + row) * OBSERVATION_WORDS;
      out[at] = callers[i]!;
      out[at + 1] =
        (isCall * CALL_BIT) |
        (-isAnswered & (ANSWERED_BIT | durationS[row]!)) |
        ((callees[i]! & CALLEE_MASK) << CALLEE_SHIFT);
    }
  }
}

const WORD_RANGE = 4294967296;

/**
 * 32 bits of identities[from + i], well mixed (finaliser of MurmurHash3 over both halves), into out[i], for i in [0,
 * count).
 */
export function hashInto(identities: Float64Array, from: number, count: number, out: Int32Array): void {
  for (let i = 0; i < count; i++) {
    const identity = identities[from + i]!;
    const high = Math.floor(identity / WORD_RANGE);
    out[i] = mix((identity - high * WORD_RANGE) | 0, high | 0);
  }
}

function mix(low: number, high: number): number {
  let hash = low ^ Math.imul(high, 0x9e3779b1) ^ 0x5bd1e995;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
