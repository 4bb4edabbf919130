import { addSection } from "../../event/findings.ts";

export const IMITATION_COLUMNS = {
  /** 0 for no look-alike, else 1 + edit distance of the folded caller to the protected identity. */
  caller: "u8",
  /** Index of the protected identity in the dataset. */
  callerOf: "u16",
  /** The same for the closest domain of the text. */
  domain: "u8",
  domainOf: "u16",
  /**
   * What in a message belongs to a protected institution. Bit OWN_SENDER: the caller is its hotline, on the route of
   * enterprises. Bit OWN_LINKS: all links lead to its domains; platforms do not count, since anybody may publish there.
   * 0 if a link is foreign, or the text leads elsewhere (institution.ts).
   */
  own: "u8",
} as const;

export const OWN_SENDER = 1;
export const OWN_LINKS = 2;

export const imitationsFound = addSection("lookalike", IMITATION_COLUMNS);
