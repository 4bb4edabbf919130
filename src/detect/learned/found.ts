import { addSection } from "../../event/findings.ts";

export const FRAUD_EVIDENCE = ["learnedSure", "learnedLikely"] as const;

export const GRADE_COLUMNS = { grade: "u8", logOdds: "i32" } as const;

export const gradesFound = addSection("learned", GRADE_COLUMNS);

/** A model's judgement of a message. The position is the code in the column `grade`. */
export const GRADES = ["unread", "likeBenign", "unsure", "likely", "sure"] as const;
export type Grade = (typeof GRADES)[number];
export const UNREAD = 0;
export const LIKE_BENIGN = 1;
export const UNSURE = 2;
export const LIKELY = 3;
export const SURE = 4;
