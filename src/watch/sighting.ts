/** Sightings: the screened events that the platform takes note of, for what they may say about the people called. */
import { MAX_HOST_KEYS, hostKeysInto } from "../event/domain-key.ts";
import { type EventBatch, KIND_CALL } from "../event/event-batch.ts";
import { type Identity, canonicalIdentity } from "../event/identity.ts";
import { BLOCK, type Decision, DECISIONS, FLAG, type VerdictBatch } from "../event/verdict-batch.ts";

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

/** One event as the platform saw it: no truth in it, and how long it lasted only if it was let through. */
export interface Sighting {
  readonly idLow: number;
  readonly idHigh: number;
  readonly timeMs: number;
  readonly caller: Identity;
  readonly callee: Identity;
  readonly isCall: boolean;
  readonly decision: Decision;
  /** 0 for a text, and for a call that was blocked or not answered. */
  readonly durationS: number;
  /** Hosts that the text names, as far as examined. */
  readonly hosts: readonly string[];
}

/** Of the module: a thread reads one batch at a time. */
const hostKeys = new Float64Array(MAX_HOST_KEYS);

/**
 * The rows of a batch worth noting: what was flagged and let through, long answered calls, and of what was blocked one event
 * for each caller and, where it names hosts, for each of its first hosts. Which one that is depends on how events were cut
 * into batches, so of a blocked event nothing counts but caller, hosts and hour (watch.ts). Allocates the rows
 * and two sets.
 */
export function findSightings(events: EventBatch, verdicts: VerdictBatch, { longCallS }: WatchSettings): number[] {
  const { decision } = verdicts.outcome;
  const { first, hostStart, host } = verdicts.links;
  const rows: number[] = [];
  const blockedCallers = new Set<number>();
  const blockedHosts = new Set<number>();
  for (let row = 0; row < events.count; row++) {
    if (decision[row] !== BLOCK) {
      const isLong =
        events.kind[row] === KIND_CALL && events.answered[row] === 1 && events.durationS[row]! >= longCallS;
      if (isLong || decision[row] === FLAG) rows.push(row);
      continue;
    }
    const caller = canonicalIdentity(events.caller[row]!);
    const isNewCaller = !blockedCallers.has(caller);
    let isNewHost = false;
    for (let link = first[row]!; link < first[row + 1]!; link++) {
      const keys = hostKeysInto(host, hostStart[link]!, hostStart[link + 1]!, hostKeys);
      // The whole host's is the last. None is missing: a host has two labels or more (link.ts).
      const key = hostKeys[keys - 1]!;
      if (blockedHosts.has(key)) continue;
      blockedHosts.add(key);
      isNewHost = true;
    }
    if (isNewCaller) blockedCallers.add(caller);
    if (isNewCaller || isNewHost) rows.push(row);
  }
  return rows;
}

/** Copies a row out of its batch. */
export function readSighting(events: EventBatch, verdicts: VerdictBatch, row: number): Sighting {
  const isCall = events.kind[row] === KIND_CALL;
  const wasHeard = isCall && verdicts.outcome.decision[row] !== BLOCK && events.answered[row] === 1;
  const hosts: string[] = [];
  const { first } = verdicts.links;
  for (let link = first[row]!; link < first[row + 1]!; link++) hosts.push(hostOf(verdicts, link));
  return {
    idLow: events.idLow[row]!,
    idHigh: events.idHigh[row]!,
    timeMs: events.timeMs[row]!,
    caller: events.caller[row]!,
    callee: events.callee[row]!,
    isCall,
    decision: DECISIONS[verdicts.outcome.decision[row]!]!,
    durationS: wasHeard ? events.durationS[row]! : 0,
    hosts,
  };
}

function hostOf({ links }: VerdictBatch, link: number): string {
  return String.fromCharCode(...links.host.subarray(links.hostStart[link]!, links.hostStart[link + 1]!));
}
