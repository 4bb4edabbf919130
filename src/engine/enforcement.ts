/**
 * What operators really block: runs between screening and counting, over blocked events alone. If a decision rests on a
 * listing that operators do not block yet, the event passes, flagged: the platform knows better and cannot act. This
 * holds for every caller, also from abroad or under a false number.
 */
import { LISTING_EVIDENCE } from "../detect/blocklist/found.ts";
import { MAX_ROW_KEYS, listedDomainsInto } from "../detect/blocklist/check-blocklist.ts";
import type { Listings } from "../detect/blocklist/listings.ts";
import { evidenceBit, sumWeights } from "../detect/evidence.ts";
import type { EventBatch } from "../event/event-batch.ts";
import { BLOCK, FLAG, type Findings } from "../event/findings.ts";
import { type Identity, canonicalIdentity } from "../event/identity.ts";
import type { DecisionRule } from "../metrics/tally.ts";
import { isLate } from "../respond/operators/late-listings.ts";
import type { RecentListings } from "../respond/operators/recent-listings.ts";

export interface OperatorDelay {
  readonly recent: RecentListings;
  readonly tick: number;
  readonly delayTicks: number;
}

const CALLER_LISTED = evidenceBit(LISTING_EVIDENCE.caller);
const DOMAIN_LISTED = evidenceBit(LISTING_EVIDENCE.domain);

const domainKeys = new Float64Array(MAX_ROW_KEYS);

export function enforceListings(
  events: EventBatch,
  findings: Findings,
  listings: Listings,
  { weights, blockScore }: DecisionRule,
  delay: OperatorDelay,
): void {
  const { decision, evidence, score } = findings.outcome;
  const { count, caller } = events;
  for (let row = 0; row < count; row++) {
    if (decision[row] !== BLOCK) continue;
    const bits = evidence[row]! & (CALLER_LISTED | DOMAIN_LISTED);
    if (bits === 0) continue;
    let late = 0;
    if ((bits & CALLER_LISTED) !== 0 && isKeyLate(canonicalIdentity(caller[row]! as Identity), delay)) {
      late |= CALLER_LISTED;
    }
    if ((bits & DOMAIN_LISTED) !== 0 && areDomainsLate(findings, row, listings, delay)) late |= DOMAIN_LISTED;
    if (late !== 0 && score[row]! - sumWeights(weights, late) < blockScore) decision[row] = FLAG;
  }
}

/** One listed domain that operators block is enough. */
function areDomainsLate(findings: Findings, row: number, listings: Listings, delay: OperatorDelay): boolean {
  const count = listedDomainsInto(findings, row, listings, domainKeys);
  for (let i = 0; i < count; i++) if (!isKeyLate(domainKeys[i]!, delay)) return false;
  return count > 0;
}

function isKeyLate(key: number, { recent, tick, delayTicks }: OperatorDelay): boolean {
  return isLate(recent.listedAt(key), tick, delayTicks);
}
