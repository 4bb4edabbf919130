/** What the stage finds about each event. Other parts of the program read it too. */
import { addSection } from "../../event/findings.ts";

export const PROVENANCE_COLUMNS = {
  /** The records (event/provenance.ts); 0: none, or the stage is off. */
  seen: "u32",
} as const;

export const provenanceFound = addSection("provenance", PROVENANCE_COLUMNS);
