/** Does the caller, or a domain in the text, imitate a protected identity? */
import { imitationsFound, OWN_LINKS, OWN_SENDER } from "./found.ts";
import { type EventBatch, KIND_MESSAGE, ROUTE_ENTERPRISE } from "../../event/event-batch.ts";
import type { Findings } from "../../event/findings.ts";
import { type Finding, NO_FINDING, closest, finding, findingIndex, findingLevel } from "./finding.ts";
import { leadsElsewhere } from "./institution.ts";
import type { Lookalikes } from "./lookalikes.ts";
import { IGNORED, foldUnit, isDisguise } from "../../event/link/host-folding.ts";

/**
 * Checks the caller of every event and the hosts that readLinks found. A protected domain with look-alike letters (a
 * Cyrillic "с" in icbc.com.cn) is another domain to a browser: a look-alike at distance 0. Allocates nothing for
 * ordinary callers and known hosts.
 */
export function checkLookalikes(events: EventBatch, findings: Findings, lookalikes: Lookalikes): void {
  checkCallers(events, findings, lookalikes);
  checkHosts(events, findings, lookalikes);
}

function checkCallers(events: EventBatch, findings: Findings, lookalikes: Lookalikes): void {
  const { caller, callerOf, own } = imitationsFound(findings);
  const { count, kind, route, caller: callers } = events;
  for (let row = 0; row < count; row++) {
    const found = lookalikes.caller(callers, row);
    const isOwn = found < 0 && kind[row] === KIND_MESSAGE && route[row] === ROUTE_ENTERPRISE;
    own[row] = isOwn ? OWN_SENDER : 0;
    caller[row] = found < 0 ? 0 : findingLevel(found);
    callerOf[row] = found < 0 ? 0 : findingIndex(found);
  }
}

function checkHosts(events: EventBatch, findings: Findings, lookalikes: Lookalikes): void {
  const { domain, domainOf, own } = imitationsFound(findings);
  const { first } = findings.links;
  const { count } = events;
  domain.fill(0, 0, count);
  domainOf.fill(0, 0, count);
  for (let row = 0; row < count; row++) {
    const end = first[row + 1]!;
    const start = first[row]!;
    if (start === end) {
      if (own[row]! > 0 && leadsElsewhere(events, row)) own[row] = 0;
      continue;
    }
    let found: Finding = NO_FINDING;
    let isOwn = true;
    for (let link = start; link < end; link++) {
      const one = checkLink(events, findings, row, link, lookalikes);
      isOwn &&= lookalikes.isInstitution(one);
      if (one > 0) found = closest(found, one);
    }
    // A sender is easier to forge than a link. So with one foreign link, the sender says nothing.
    if (!isOwn || leadsElsewhere(events, row)) own[row] = 0;
    else own[row]! |= OWN_LINKS;
    if (found === NO_FINDING) continue;
    domain[row] = findingLevel(found);
    domainOf[row] = findingIndex(found);
  }
}

function checkLink(events: EventBatch, findings: Findings, row: number, link: number, lookalikes: Lookalikes): Finding {
  const { hostStart, host } = findings.links;
  const from = hostStart[link]!;
  const to = hostStart[link + 1]!;
  const found = lookalikes.host(host, from, to);
  if (found >= 0) return found;
  const { text, textStart } = events;
  const start = textStart[row]!;
  const end = textStart[row + 1]!;
  if (!hasDisguise(text, start, end) || !isDisguisedIn(text, start, end, host, from, to)) return found;
  return finding(0, -1 - found);
}

/** Only the end of a long host is compared: it holds the registrable domain, and a hostile text cannot take long. */
const MAX_COMPARED = 32;

/** True if the text has any look-alike letter. Most texts have none. */
function hasDisguise(text: Uint16Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (isDisguise(text[i]!)) return true;
  return false;
}

/** True if the end of the host in units [hostFrom, hostTo) stands in the text with at least one look-alike letter. */
function isDisguisedIn(
  text: Uint16Array,
  from: number,
  to: number,
  host: Uint16Array,
  hostFrom: number,
  hostTo: number,
): boolean {
  const start = Math.max(hostFrom, hostTo - MAX_COMPARED);
  for (let i = from; i < to; i++) if (isDisguisedAt(text, i, to, host, start, hostTo)) return true;
  return false;
}

function isDisguisedAt(
  text: Uint16Array,
  at: number,
  to: number,
  host: Uint16Array,
  hostFrom: number,
  hostTo: number,
): boolean {
  let disguised = false;
  let next = hostFrom;
  for (let i = at; i < to && next < hostTo; i++) {
    const unit = foldUnit(text, i, to);
    if (unit !== IGNORED && unit !== host[next++]) return false;
    if (isDisguise(text[i]!)) disguised = true;
  }
  return next === hostTo && disguised;
}
