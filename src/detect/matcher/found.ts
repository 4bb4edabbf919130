import { addSection } from "../../event/findings.ts";

export const SCRIPT_COLUMNS = {
  /** Number of the nearest template at or above the threshold, or -1. */
  template: "i32",
  /** Edit distance to it, and the greater of the two lengths: similarity = 1 - distance / length. */
  distance: "u16",
  length: "u16",
} as const;

export const scriptsFound = addSection("match", SCRIPT_COLUMNS);
