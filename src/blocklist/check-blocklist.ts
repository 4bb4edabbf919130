/** Stage: is the caller, or a domain in the text, on the blocklist? Writes the `blocklist` section of the verdicts. */
import { MAX_HOST_KEYS, hostKeysInto } from "../event/domain-key.ts";
import type { EventBatch } from "../event/event-batch.ts";
import { canonicalInto } from "../event/identity.ts";
import { ABSENT, FILTER_ONLY, MAX_LINKS, type VerdictBatch } from "../event/verdict-batch.ts";
import type { Blocklist } from "./blocklist.ts";

/** Keys looked up at a time: long enough for the engine's batch probing, short enough to stay in the cache. */
const CHUNK = 2048;
const MAX_ROW_KEYS = MAX_LINKS * MAX_HOST_KEYS;

/** Module scope: a thread screens one batch at a time. */
const keys = new Float64Array(CHUNK);
const answers = new Uint8Array(CHUNK);
/** The event of each domain key. */
const rows = new Uint32Array(CHUNK);
const hostKeys = new Float64Array(MAX_HOST_KEYS);

/**
 * Looks up the canonical caller of every event, and of the domains every suffix of the hosts that readLinks found, so a
 * listed domain covers its subdomains. `counters` holds [numbers probed, filter false positives among them, domain keys
 * probed, false among them]. Allocates nothing.
 */
export function checkBlocklist(events: EventBatch, verdicts: VerdictBatch, blocklist: Blocklist): void {
  const { counters } = verdicts.blocklist;
  const count = events.count;
  counters[0] = count;
  counters[1] = checkCallers(events.caller, count, blocklist, verdicts.blocklist.caller);
  counters[2] = 0;
  counters[3] = 0;
  checkDomains(verdicts, count, blocklist);
}

/** Returns how many callers only the filter held to be listed. */
function checkCallers(callers: Float64Array, count: number, blocklist: Blocklist, out: Uint8Array): number {
  let filterOnly = 0;
  for (let from = 0; from < count; from += CHUNK) {
    const size = count - from < CHUNK ? count - from : CHUNK;
    canonicalInto(callers, from, size, keys);
    blocklist.lookUpInto(keys, size, answers);
    for (let i = 0; i < size; i++) {
      const answer = answers[i]!;
      out[from + i] = answer;
      if (answer === FILTER_ONLY) filterOnly++;
    }
  }
  return filterOnly;
}

function checkDomains(verdicts: VerdictBatch, count: number, blocklist: Blocklist): void {
  const { first, hostStart, host } = verdicts.links;
  verdicts.blocklist.domain.fill(ABSENT, 0, count);
  let held = 0;
  for (let row = 0; row < count; row++) {
    const links = first[row + 1]! - first[row]!;
    if (links === 0) continue;
    if (held > CHUNK - MAX_ROW_KEYS) {
      flushDomains(verdicts, blocklist, held);
      held = 0;
    }
    for (let link = first[row]!; link < first[row + 1]!; link++) {
      const found = hostKeysInto(host, hostStart[link]!, hostStart[link + 1]!, hostKeys);
      for (let i = 0; i < found; i++) {
        rows[held] = row;
        keys[held++] = hostKeys[i]!;
      }
    }
  }
  flushDomains(verdicts, blocklist, held);
}

function flushDomains(verdicts: VerdictBatch, blocklist: Blocklist, held: number): void {
  const { counters, domain } = verdicts.blocklist;
  blocklist.lookUpInto(keys, held, answers);
  counters[2]! += held;
  for (let i = 0; i < held; i++) {
    const answer = answers[i]!;
    if (answer === FILTER_ONLY) counters[3]!++;
    if (answer > domain[rows[i]!]!) domain[rows[i]!] = answer;
  }
}
