/** The stage `blocklist`: is the caller or a domain listed? */
import { t } from "../../ui/words.ts";
import { type EventBatch, KIND_MESSAGE } from "../../event/event-batch.ts";
import type { Findings } from "../../event/findings.ts";
import type { StageOf } from "../stage.ts";
import { checkBlocklist } from "./check-blocklist.ts";
import { LISTED, LISTING_COLUMNS, listingsFound } from "./found.ts";
import { keptProber, type ProbedKey, seenKeys } from "./explain-listings.ts";
import { type Listings, type ListingsHandle, attachListings, type Prober, proberOf } from "./listings.ts";

export const BLOCKLIST = {
  name: "blocklist",
  title: t`Blocklist`,
  question: t`Is the caller or a domain listed?`,
  summary: "Numbers and domains against the blocklist.",
  columns: LISTING_COLUMNS,
  evidence: {
    callerListed: { weight: 700, words: t`caller is listed` },
    domainListed: { weight: 700, words: t`domain is listed` },
    listedNeighbours: {
      weight: 90,
      words: t`numbers next to the caller's are listed`,
    },
  },
  readEvidence: ({ kind }, findings, _, bitOf) => {
    const { caller, domain, neighbours } = listingsFound(findings);
    const [callerListed, domainListed] = [bitOf("callerListed"), bitOf("domainListed")];
    const listedNeighbours = bitOf("listedNeighbours");
    return (row) => {
      let bits = caller[row] === LISTED ? callerListed : 0;
      if (domain[row] === LISTED && kind[row] === KIND_MESSAGE) bits |= domainListed;
      if (neighbours[row] !== 0) bits |= listedNeighbours;
      return bits;
    };
  },
  // Two tables take turns, so a reader is kept for each side.
  attacher: () => {
    const last: Listings[] = [];
    return { attach: (handle, { side }) => (last[side] = attachListings(handle, last[side])) };
  },
  screen: checkBlocklist,
  clear: (findings, count) => {
    const { counters, ...ofEvents } = listingsFound(findings);
    for (const column of Object.values(ofEvents)) column.fill(0, 0, count);
    counters.fill(0);
  },
  picture: "lookUps",
  context: (handle) => proberOf(attachListings(handle)),
  kept: keptProber,
  saw: seenKeys,
  record: recordOf,
  // A filter's false positives depend on its secret.
  found: (events, findings, row) => {
    const { caller, domain, ...others } = recordOf(events, findings, row);
    return { caller: foundOf(caller), domain: foundOf(domain), ...others };
  },
  fields: [
    { name: "blocklist_caller", type: "string", of: (findings, row) => answerOf(listingsFound(findings).caller[row]!) },
    { name: "blocklist_neighbours", type: "int32", of: (findings, row) => listingsFound(findings).neighbours[row]! },
    {
      name: "blocklist_domain",
      type: "string",
      ofTexts: true,
      of: (findings, row) => answerOf(listingsFound(findings).domain[row]!),
    },
  ],
} as const satisfies StageOf<ListingsHandle, Listings, readonly ProbedKey[], Prober>;

const ANSWERS = ["absent", "filterOnly", "listed"] as const;
type Answer = (typeof ANSWERS)[number];

function answerOf(code: number): Answer {
  return ANSWERS[code]!;
}

function foundOf(answer: Answer): "absent" | "listed" {
  return answer === "listed" ? answer : "absent";
}

export interface ListingsRecord {
  readonly caller: Answer;
  readonly domain: Answer;
  /** For a caller who is not listed: listed numbers in his block of 1,000. Left out if they are too few. */
  readonly neighbours?: number;
}

function recordOf({ kind }: EventBatch, findings: Findings, row: number): ListingsRecord {
  const { caller, domain, neighbours } = listingsFound(findings);
  return {
    caller: answerOf(caller[row]!),
    domain: kind[row] === KIND_MESSAGE ? answerOf(domain[row]!) : "absent",
    ...(neighbours[row] === 0 ? {} : { neighbours: neighbours[row]! }),
  };
}
