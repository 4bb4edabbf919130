/** Sightings: the screened events that the platform takes note of, for what they may say about the people called. */
import { MAX_HOST_KEYS, hostKeysInto } from "../event/domain-key.ts";
import { type EventBatch, KIND_CALL } from "../event/event-batch.ts";
import { canonicalIdentity } from "../event/identity.ts";
import { BLOCK, FLAG, type VerdictBatch } from "../event/verdict-batch.ts";

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

/** What a batch holds that is worth noting. */
export interface FoundSightings {
  /** Rows of what was flagged and let through, and of long calls: one event in six. */
  readonly passed: readonly number[];
  /** Keys of the callers and hosts of which something was blocked, each once. Nothing else counts of a blocked event. */
  readonly blocked: readonly number[];
}

/** A worker's side. */
export function findSightings(
  events: EventBatch,
  verdicts: VerdictBatch,
  { longCallS }: WatchSettings,
): FoundSightings {
  const { decision } = verdicts.outcome;
  const passed: number[] = [];
  const blocked = new Set<number>();
  for (let row = 0; row < events.count; row++) {
    if (decision[row] === BLOCK) addKeys(events, verdicts, row, blocked);
    else if (decision[row] === FLAG || isLongCall(events, row, longCallS)) passed.push(row);
  }
  return { passed, blocked: [...blocked] };
}

/** Whether a call that was let through lasted so long. No call is long of which no second was talked. */
export function isLongCall(events: EventBatch, row: number, longCallS: number): boolean {
  if (events.kind[row] !== KIND_CALL || events.answered[row] !== 1) return false;
  const durationS = events.durationS[row]!;
  return durationS > 0 && durationS >= longCallS;
}

/** Of the module: a thread reads one batch at a time. */
const hostKeys = new Float64Array(MAX_HOST_KEYS);

function addKeys(events: EventBatch, { links }: VerdictBatch, row: number, keys: Set<number>): void {
  keys.add(canonicalIdentity(events.caller[row]!));
  for (let link = links.first[row]!; link < links.first[row + 1]!; link++) {
    const count = hostKeysInto(links.host, links.hostStart[link]!, links.hostStart[link + 1]!, hostKeys);
    // The whole host's is the last. None is missing: a host has two labels or more (link.ts).
    keys.add(hostKeys[count - 1]!);
  }
}
