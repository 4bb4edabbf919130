import { expect, test } from "vitest";
import { listingsOf } from "../../src/detect/blocklist/listings.ts";
import { evidenceBit, weightColumn } from "../../src/detect/evidence.ts";
import { DEFAULT_CLASSIFIER, DEFAULT_WEIGHTS } from "../../src/detect/classifier/weights.ts";
import { enforceListings } from "../../src/engine/enforcement.ts";
import { domainKey } from "../../src/event/link/domain-key.ts";
import { EventBatch, KIND_MESSAGE } from "../../src/event/event-batch.ts";
import { BLOCK, FLAG, Findings } from "../../src/event/findings.ts";
import { parseIdentity } from "../../src/event/identity.ts";
import { RecentListings } from "../../src/respond/operators/recent-listings.ts";

const TICK = 10;
const LISTED_CALLER = parseIdentity("13900000001");
const OLD_CALLER = parseIdentity("13900000002");
const rule = { weights: weightColumn(DEFAULT_WEIGHTS), blockScore: DEFAULT_CLASSIFIER.blockScore };

interface Row {
  readonly caller: number;
  readonly evidence: readonly string[];
  readonly hosts?: readonly string[];
}

/** What becomes of rows that were blocked on that evidence; `recent`: keys that were listed two hours ago. */
function enforce(
  rows: readonly Row[],
  recent: readonly number[],
  { delayTicks = 6, blockScore = rule.blockScore } = {},
): number[] {
  const events = EventBatch.allocate(rows.length);
  const findings = Findings.allocate(rows.length);
  events.count = rows.length;
  const { first, hostStart, host } = findings.links;
  let [link, unit] = [0, 0];
  rows.forEach(({ caller, evidence, hosts = [] }, row) => {
    events.kind[row] = KIND_MESSAGE;
    events.caller[row] = caller;
    first[row] = link;
    for (const name of hosts) {
      hostStart[link++] = unit;
      for (const letter of name) host[unit++] = letter.charCodeAt(0);
    }
    first[row + 1] = link;
    hostStart[link] = unit;
    const names = evidence as (keyof typeof DEFAULT_WEIGHTS)[];
    findings.outcome.evidence[row] = names.reduce((bits, name) => bits | evidenceBit(name), 0);
    findings.outcome.score[row] = names.reduce((sum, name) => sum + DEFAULT_WEIGHTS[name], DEFAULT_CLASSIFIER.prior);
    findings.outcome.decision[row] = BLOCK;
  });
  const table = RecentListings.create();
  table.hold(Float64Array.from(recent), () => TICK - 2);
  const listings = listingsOf(
    { engine: "exact", falsePositiveRate: 0.01 },
    [LISTED_CALLER, OLD_CALLER],
    ["new.top", "old.top"],
  );
  enforceListings(events, findings, listings, { ...rule, blockScore }, { recent: table, tick: TICK, delayTicks });
  return [...findings.outcome.decision];
}

test("what rests on a listing that operators do not block yet passes, flagged, and the rest stays blocked", () => {
  const rows = [
    { caller: LISTED_CALLER, evidence: ["callerListed"] },
    { caller: OLD_CALLER, evidence: ["callerListed"] },
    // As strong without the listing.
    { caller: LISTED_CALLER, evidence: ["callerListed", "callerLookalike"] },
    { caller: LISTED_CALLER, evidence: ["callerLookalike"] },
  ];
  expect(DEFAULT_WEIGHTS.callerLookalike + DEFAULT_CLASSIFIER.prior).toBeGreaterThan(rule.blockScore);
  expect(enforce(rows, [LISTED_CALLER])).toEqual([FLAG, BLOCK, BLOCK, BLOCK]);
});

test("a score that is exactly the mark without the late listing still blocks", () => {
  const rows = [{ caller: LISTED_CALLER, evidence: ["callerListed", "callerLookalike"] }];
  const rest = DEFAULT_CLASSIFIER.prior + DEFAULT_WEIGHTS.callerLookalike;
  const decided = [rest, rest + 1].map((blockScore) => enforce(rows, [LISTED_CALLER], { blockScore }));
  expect(decided).toEqual([[BLOCK], [FLAG]]);
});

test("a listing is blocked from the hour on in which the delay is over", () => {
  const rows = [{ caller: LISTED_CALLER, evidence: ["callerListed"] }];
  expect([3, 2].map((delayTicks) => enforce(rows, [LISTED_CALLER], { delayTicks }))).toEqual([[FLAG], [BLOCK]]);
});

test("a message passes only where none of the listed domains that it names is blocked yet", () => {
  const from = parseIdentity("13700000000");
  const rows = [["new.top"], ["www.new.top", "old.top"], ["shop.old.top"], ["a.cn", "new.top"]].map((hosts) => ({
    caller: from,
    evidence: ["domainListed"],
    hosts,
  }));
  expect(enforce(rows, [domainKey("new.top")])).toEqual([FLAG, BLOCK, BLOCK, FLAG]);
});

test("a listed caller who sends a listed domain is blocked for whichever of the two operators block already", () => {
  const both = { evidence: ["callerListed", "domainListed"], hosts: ["new.top"] };
  const rows = [
    { caller: LISTED_CALLER, ...both },
    { caller: OLD_CALLER, ...both },
  ];
  expect(enforce(rows, [LISTED_CALLER, domainKey("new.top")])).toEqual([FLAG, BLOCK]);
});
