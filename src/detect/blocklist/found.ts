/** What the stage finds of each event: published, so that others than the stage read it. */
import { addSection } from "../../event/findings.ts";

export const ABSENT = 0;
/** The filter said "perhaps" and the exact table said no: the filter's own false positive. */
export const FILTER_ONLY = 1;
/** Of a caller or domain: it is in the exact table. */
export const LISTED = 2;

export const LISTING_EVIDENCE = { caller: "callerListed", domain: "domainListed" } as const;

export const LISTING_COLUMNS = {
  caller: "u8",
  /** The gravest answer over the links of the text. */
  domain: "u8",
  /** Listed numbers in the block of a thousand of a caller who is not listed, where these are enough; else 0. */
  neighbours: "u16",
  /**
   * Probes and false positives of the filter in this batch: [numbers probed, of them false, domains probed, of them
   * false].
   */
  counters: { type: "u32", lengthOf: () => 4 },
} as const;

export const listingsFound = addSection("blocklist", LISTING_COLUMNS);
