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
} as const;

export const imitationsFound = addSection("lookalike", IMITATION_COLUMNS);
