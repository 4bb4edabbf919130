/** What the stage finds of each event: published, so that others than the stage read it. */
import { addSection } from "../../event/findings.ts";

export const FRAUD_EVIDENCE = ["learnedSure", "learnedLikely"] as const;

export const GRADE_COLUMNS = { grade: "u8", logOdds: "i32" } as const;

export const gradesFound = addSection("learned", GRADE_COLUMNS);
