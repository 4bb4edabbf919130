import { addSection } from "../../event/findings.ts";

export const ACTIVITY_COLUMNS = {
  /** What the caller did in the sealed window before this tick. All saturate at 65,535. */
  attempts: "u16",
  /** Distinct callees (estimated). */
  fanOut: "u16",
  /** Calls answered, out of `calls`. */
  calls: "u16",
  answered: "u16",
  /** Mean length of the answered calls, in seconds. */
  meanDurationS: "u16",
} as const;

export const activityFound = addSection("behaviour", ACTIVITY_COLUMNS);
