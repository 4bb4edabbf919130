/** What a model takes a message for. The order is the code in the column `grade`. */
export const GRADES = ["unread", "likeBenign", "unsure", "likely", "sure"] as const;
export type Grade = (typeof GRADES)[number];
export const UNREAD = 0;
export const LIKE_BENIGN = 1;
export const UNSURE = 2;
export const LIKELY = 3;
export const SURE = 4;
