/**
 * What events tell about their callers: two words an event, in one buffer a tick. The worker that screens a batch
 * writes them to the batch's place in the buffer. Workers read them to bring the memory of callers up to date. A batch
 * that is screened again overwrites its place, so nothing counts twice.
 */
import { ANSWERED_UNKNOWN, KIND_CALL, type EventBatch } from "../../event/event-batch.ts";
import { canonicalInto } from "../../event/identity.ts";
import { BLOCK, type Findings } from "../../event/findings.ts";
import { type CallerHash, calleesInto, cellsInto } from "./caller-hash.ts";
import { ANSWERED_BIT, CALLEE_SHIFT, CALL_BIT, OBSERVATION_WORDS } from "./sketch-layout.ts";

export type ObservationHandle = SharedArrayBuffer;

export function allocateObservations(capacity: number): ObservationHandle {
  return new SharedArrayBuffer(capacity * OBSERVATION_WORDS * 4);
}

/** Events whose callers and callees are hashed together. */
const CHUNK = 256;

/** Module scope: a thread observes one batch at a time. */
const keys = new Float64Array(CHUNK);
const callers = new Int32Array(CHUNK);
const callees = new Int32Array(CHUNK);

/** From the place of event `from` on. No branch on whether a call was answered: the processor could not predict it. */
export function observe(
  events: EventBatch,
  findings: Findings,
  hash: CallerHash,
  out: Uint32Array,
  from: number,
): void {
  const { caller, callee, kind, answered, durationS, count } = events;
  const { decision } = findings.outcome;
  for (let first = 0; first < count; first += CHUNK) {
    const size = count - first < CHUNK ? count - first : CHUNK;
    canonicalInto(caller, first, size, keys);
    cellsInto(hash, keys, 0, size, callers);
    calleesInto(hash, callee, first, size, callees);
    for (let i = 0; i < size; i++) {
      const row = first + i;
      // A call of unknown answer is an attempt, and does not count among calls.
      const isCall = Number(kind[row] === KIND_CALL) & Number(answered[row] !== ANSWERED_UNKNOWN);
      // A blocked call was never answered, so the operator does not know its length.
      const isAnswered = isCall & Number(decision[row] !== BLOCK) & Number(answered[row] === 1);
      const at = (from + row) * OBSERVATION_WORDS;
      out[at] = callers[i]!;
      out[at + 1] =
        (isCall * CALL_BIT) | (-isAnswered & (ANSWERED_BIT | durationS[row]!)) | (callees[i]! << CALLEE_SHIFT);
    }
  }
}
