import { addSection } from "../../event/findings.ts";

export const ABSENT = 0;
/** The filter said "perhaps" and the exact table said no: the filter's own false positive. */
export const FILTER_ONLY = 1;
/** The caller or domain is in the exact table. */
export const LISTED = 2;

export const LISTING_EVIDENCE = { caller: "callerListed", domain: "domainListed" } as const;

export const LISTING_COLUMNS = {
  caller: "u8",
  /** The highest answer over all links of the text. */
  domain: "u8",
  /** For a caller who is not listed: listed numbers in his block of a thousand, if they are enough; else 0. */
  neighbours: "u16",
  /** Of the filter in this batch: [numbers, false positives, domain keys, false positives]. */
  counters: { type: "u32", lengthOf: () => 4 },
} as const;

export const listingsFound = addSection("blocklist", LISTING_COLUMNS);
