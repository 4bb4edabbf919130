/** Is the caller, a domain in the text, or are many numbers next to the caller's on the blocklist? */
import { ABSENT, FILTER_ONLY, LISTED, listingsFound } from "./found.ts";
import { MAX_HOST_KEYS, hostKeysInto, suffixStart } from "../../event/link/domain-key.ts";
import type { EventBatch } from "../../event/event-batch.ts";
import { canonicalInto } from "../../event/identity.ts";
import { MAX_LINKS, type Findings } from "../../event/findings.ts";
import { neighboursInto } from "./listed-blocks.ts";
import type { Listings } from "./listings.ts";

/** Keys looked up at a time: long enough for the engine's batch probing, short enough to stay in the cache. */
const CHUNK = 2048;
/** The most keys that the domains of one event have. */
export const MAX_ROW_KEYS = MAX_LINKS * MAX_HOST_KEYS;

/** Module scope: a thread screens one batch at a time. */
const keys = new Float64Array(CHUNK);
const answers = new Uint8Array(CHUNK);
/** By domain key: its event, its link, and the number of labels; 0: the whole host. */
const rows = new Uint32Array(CHUNK);
const linkOf = new Uint32Array(CHUNK);
const labelsOf = new Uint8Array(CHUNK);
const hostKeys = new Float64Array(MAX_HOST_KEYS);

/**
 * Looks up the canonical caller of every event, and every suffix of the hosts that readLinks found, so a listed domain
 * covers its subdomains. A domain is listed only if its name is: a name that shares its key with a listed one is a
 * false positive. A caller who is not listed gets `neighbours`: the listed numbers in his block of a thousand, if they
 * are enough. `counters` holds [numbers looked up, false positives among them, domain keys looked up, false positives
 * among them]. Allocates nothing.
 */
export function checkBlocklist(events: EventBatch, findings: Findings, listings: Listings): void {
  const { counters } = listingsFound(findings);
  const count = events.count;
  counters[0] = count;
  counters[1] = checkCallers(events.caller, count, listings, findings);
  counters[2] = 0;
  counters[3] = 0;
  checkDomains(findings, count, listings);
}

function checkCallers(
  callers: Float64Array,
  count: number,
  { table, blocks = null, changes }: Listings,
  findings: Findings,
): number {
  const { caller: out, neighbours } = listingsFound(findings);
  let filterOnly = 0;
  for (let from = 0; from < count; from += CHUNK) {
    const size = count - from < CHUNK ? count - from : CHUNK;
    canonicalInto(callers, from, size, keys);
    table.lookUpInto(keys, size, answers);
    changes?.correct(keys, size, answers);
    for (let i = 0; i < size; i++) {
      const answer = answers[i]!;
      out[from + i] = answer;
      if (answer === FILTER_ONLY) filterOnly++;
    }
    if (blocks === null) continue;
    neighboursInto(blocks, keys, answers, size, neighbours, from);
    changes?.correctNeighbours(keys, answers, size, neighbours.subarray(from));
  }
  if (blocks === null) neighbours.fill(0, 0, count);
  return filterOnly;
}

function checkDomains(findings: Findings, count: number, listings: Listings): void {
  const { first, hostStart, host } = findings.links;
  listingsFound(findings).domain.fill(ABSENT, 0, count);
  let held = 0;
  for (let row = 0; row < count; row++) {
    const links = first[row + 1]! - first[row]!;
    if (links === 0) continue;
    if (held > CHUNK - MAX_ROW_KEYS) {
      flushDomains(findings, listings, held);
      held = 0;
    }
    for (let link = first[row]!; link < first[row + 1]!; link++) {
      const found = hostKeysInto(host, hostStart[link]!, hostStart[link + 1]!, hostKeys);
      for (let i = 0; i < found; i++) {
        rows[held] = row;
        linkOf[held] = link;
        labelsOf[held] = i === found - 1 ? 0 : i + 2;
        keys[held++] = hostKeys[i]!;
      }
    }
  }
  flushDomains(findings, listings, held);
}

function flushDomains(findings: Findings, listings: Listings, held: number): void {
  const { counters, domain } = listingsFound(findings);
  listings.table.lookUpInto(keys, held, answers);
  listings.changes?.correct(keys, held, answers);
  counters[2]! += held;
  for (let i = 0; i < held; i++) {
    const isProven = answers[i] !== LISTED || isListedName(findings, listings, i);
    const answer = isProven ? answers[i]! : FILTER_ONLY;
    if (answer === FILTER_ONLY) counters[3]!++;
    if (answer > domain[rows[i]!]!) domain[rows[i]!] = answer;
  }
}

/** True if the part of the host behind keys[i] is a listed name. */
function isListedName({ links }: Findings, { hosts, changes }: Listings, i: number): boolean {
  const { host, hostStart } = links;
  const link = linkOf[i]!;
  const end = hostStart[link + 1]!;
  const start = suffixStart(host, hostStart[link]!, end, labelsOf[i]!);
  return changes?.hasName(host, start, end) ?? hosts.has(host, start, end);
}

/**
 * The keys of listed domains in the text of one event: at most MAX_ROW_KEYS. After `checkBlocklist`, for few events.
 */
export function listedDomainsInto(
  findings: Findings,
  row: number,
  { table, hosts }: Listings,
  out: Float64Array,
): number {
  const { first, hostStart, host } = findings.links;
  let count = 0;
  for (let link = first[row]!; link < first[row + 1]!; link++) {
    const [from, to] = [hostStart[link]!, hostStart[link + 1]!];
    const found = hostKeysInto(host, from, to, hostKeys);
    table.lookUpInto(hostKeys, found, answers);
    for (let i = 0; i < found; i++) {
      const labels = i === found - 1 ? 0 : i + 2;
      if (answers[i] === LISTED && hosts.has(host, suffixStart(host, from, to, labels), to))
        out[count++] = hostKeys[i]!;
    }
  }
  return count;
}
