/** What the stage finds of each event: published, so that others than the stage read it. */
import { addSection } from "../../event/findings.ts";

export const IMITATION_COLUMNS = {
  /** 0 for no look-alike, else 1 + edit distance of the folded caller to the protected identity. */
  caller: "u8",
  /** Which protected identity, by its index in the dataset. */
  callerOf: "u16",
  /** The same for the closest of the text's domains. */
  domain: "u8",
  domainOf: "u16",
  /**
   * What of a message is a protected institution's own: bit OWN_SENDER, its hotline as the caller, as a gateway of this
   * country hands it over; bit OWN_LINKS, the domains of all its links. Not of platforms, where anybody may publish.
   * 0 where a link is somebody else's, and where the text leads elsewhere (institution.ts).
   */
  own: "u8",
} as const;

export const OWN_SENDER = 1;
export const OWN_LINKS = 2;

export const imitationsFound = addSection("lookalike", IMITATION_COLUMNS);
