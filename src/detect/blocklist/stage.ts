/** The stage `blocklist`: is the caller or a domain listed? */
import { KIND_MESSAGE } from "../../event/event-batch.ts";
import { ABSENT, LISTED } from "../../event/findings.ts";
import type { StageOf } from "../stage.ts";
import { checkBlocklist } from "./check-blocklist.ts";
import { type ProbedKey, seenKeys } from "./explain-listings.ts";
import { type Listings, type ListingsHandle, attachListings, type Prober } from "./listings.ts";

export const BLOCKLIST = {
  name: "blocklist",
  title: { en: "Blocklist", zh: "黑名单" },
  question: { en: "Is the caller or a domain listed?", zh: "主叫或域名是否在名单上？" },
  summary: "Numbers and domains against the blocklist.",
  columns: null,
  evidence: {
    callerListed: { weight: 700, words: { en: "caller is listed", zh: "主叫在名单上" } },
    domainListed: { weight: 700, words: { en: "domain is listed", zh: "域名在名单上" } },
    listedNeighbours: {
      weight: 90,
      words: { en: "numbers beside the caller are listed", zh: "主叫的邻近号码在名单上" },
    },
  },
  readEvidence: ({ kind }, { blocklist: { caller, domain, neighbours } }, _, bitOf) => {
    const [callerListed, domainListed] = [bitOf("callerListed"), bitOf("domainListed")];
    const listedNeighbours = bitOf("listedNeighbours");
    return (row) => {
      let bits = caller[row] === LISTED ? callerListed : 0;
      if (domain[row] === LISTED && kind[row] === KIND_MESSAGE) bits |= domainListed;
      if (neighbours[row] !== 0) bits |= listedNeighbours;
      return bits;
    };
  },
  // Two tables take turns, and each is attached to the one before of its side.
  attacher: () => {
    const last: Listings[] = [];
    return { attach: (handle, { side }) => (last[side] = attachListings(handle, last[side])) };
  },
  screen: checkBlocklist,
  clear: ({ blocklist: { caller, domain, neighbours, counters } }, count) => {
    caller.fill(ABSENT, 0, count);
    domain.fill(ABSENT, 0, count);
    neighbours.fill(0, 0, count);
    counters.fill(0);
  },
  saw: seenKeys,
} as const satisfies StageOf<ListingsHandle, Listings, readonly ProbedKey[], Prober>;
