import { WARNING_LEVELS, type WarningLevel } from "../../record/warning.ts";

type FromLevel = WarningLevel | "never";

export function isAtLeast(level: WarningLevel, from: FromLevel): boolean {
  return from !== "never" && WARNING_LEVELS.indexOf(level) >= WARNING_LEVELS.indexOf(from);
}
