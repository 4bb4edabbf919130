/**
 * What operators block in fact: between screening and counting, over blocked events alone. Where a decision rests on a
 * listing that the called person's operator has not enacted, the event passes, flagged: the platform knows better and
 * cannot act. This holds for every caller, from abroad or under a false number too.
 */
import { LISTING_EVIDENCE } from "../detect/blocklist/found.ts";
import { MAX_ROW_KEYS, listedDomainsInto } from "../detect/blocklist/check-blocklist.ts";
import type { Listings } from "../detect/blocklist/listings.ts";
import { evidenceBit, sumWeights } from "../detect/evidence.ts";
import type { EventBatch } from "../event/event-batch.ts";
import { BLOCK, FLAG, type Findings } from "../event/findings.ts";
import { type Identity, canonicalIdentity } from "../event/identity.ts";
import { ENACTED } from "../record/operator.ts";
import type { DecisionRule } from "../metrics/tally.ts";
import { findLapse } from "../respond/operators/lapse.ts";
import type { RecentListings } from "../respond/operators/recent-listings.ts";
import type { Recipients } from "../respond/operators/recipients.ts";

/** Who has enacted which listings, in a tick. */
export interface Notices {
  readonly recipients: Recipients;
  readonly recent: RecentListings;
  readonly tick: number;
}

const CALLER_LISTED = evidenceBit(LISTING_EVIDENCE.caller);
const DOMAIN_LISTED = evidenceBit(LISTING_EVIDENCE.domain);

/** Module scope: a thread handles one batch at a time. */
const domainKeys = new Float64Array(MAX_ROW_KEYS);

/**
 * Lets events pass that the operator does not block yet. `lapses`, by row: ENACTED, or why it passes
 * (record/operator.ts). `connected`, by row: the subscriber who is called.
 */
export function enforceListings(
  events: EventBatch,
  findings: Findings,
  connected: Uint32Array,
  listings: Listings,
  { weights, blockScore }: DecisionRule,
  notices: Notices,
  lapses: Uint8Array,
): void {
  const { decision, evidence, score } = findings.outcome;
  const { count } = events;
  lapses.fill(ENACTED, 0, count);
  for (let row = 0; row < count; row++) {
    if (decision[row] !== BLOCK) continue;
    const bits = evidence[row]! & (CALLER_LISTED | DOMAIN_LISTED);
    if (bits === 0) continue;
    const operator = notices.recipients.operatorOf(connected[row]!);
    const caller = (bits & CALLER_LISTED) === 0 ? ENACTED : findCallerLapse(events, row, operator, notices);
    const domain =
      (bits & DOMAIN_LISTED) === 0 ? ENACTED : findDomainsLapse(findings, row, listings, operator, notices);
    const missing = (caller === ENACTED ? 0 : CALLER_LISTED) | (domain === ENACTED ? 0 : DOMAIN_LISTED);
    if (missing === 0 || score[row]! - sumWeights(weights, missing) >= blockScore) continue;
    decision[row] = FLAG;
    lapses[row] = Math.max(caller, domain);
  }
}

function findCallerLapse({ caller }: EventBatch, row: number, operator: number, notices: Notices): number {
  const { recipients, recent, tick } = notices;
  const key = canonicalIdentity(caller[row]! as Identity);
  return findLapse(recipients, key, operator, recent.listedAt(key), tick);
}

/** One listed domain that the operator blocks is enough. */
function findDomainsLapse(
  findings: Findings,
  row: number,
  listings: Listings,
  operator: number,
  notices: Notices,
): number {
  const { recipients, recent, tick } = notices;
  const count = listedDomainsInto(findings, row, listings, domainKeys);
  let most = ENACTED;
  for (let i = 0; i < count; i++) {
    const key = domainKeys[i]!;
    const lapse = findLapse(recipients, key, operator, recent.listedAt(key), tick);
    if (lapse === ENACTED) return ENACTED;
    most = Math.max(most, lapse);
  }
  return most;
}
