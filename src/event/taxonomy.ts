/** The names by which the world and its reports sort events: classes of benign traffic, typologies, technologies. */

/** The classes of benign traffic. The order is the code in the `benignClass` column. */
export const BENIGN_CLASSES = [
  "family",
  "work",
  "courier",
  "delivery",
  "otp",
  "bank",
  "hospital",
  "school",
  "marketing",
  "government",
  "stranger",
] as const;
export type BenignClass = (typeof BENIGN_CLASSES)[number];

/** The twelve categories of the CCL23 evaluation, task 6, as the ministry names them. */
export const TYPOLOGIES = [
  "brushing",
  "investment",
  "loan",
  "customer-service",
  "police",
  "credit-repair",
  "shopping",
  "acquaintance",
  "romance",
  "game-trading",
  "account-theft",
  "other",
] as const;
export type Typology = (typeof TYPOLOGIES)[number];

/** What a gang calls or sends from. The order is the code in the `technology` column. */
export const TECHNOLOGIES = [
  "mobile",
  "virtual",
  "landline",
  "enterprise",
  "abroad",
  "spoofed-hotline",
  "sim-box",
] as const;
export type Technology = (typeof TECHNOLOGIES)[number];

/** The rungs of the obfuscation ladder: 0 to 5. Calls have none and carry 0. */
export const OBFUSCATION_LEVELS = 6;
