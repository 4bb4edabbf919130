/** What the stage judged each event by: published, so that others than the stage read it. */
import { addSection } from "../../event/findings.ts";

export const PROVENANCE_COLUMNS = {
  /** What was on record (event/provenance.ts); 0: nothing, or the stage is off. */
  seen: "u32",
} as const;

export const provenanceFound = addSection("provenance", PROVENANCE_COLUMNS);
