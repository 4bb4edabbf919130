import type { Localised } from "../../core/words.ts";

export const WEEK: Localised = { en: "week", zh: "周" };

export function weekWords(week: number): Localised {
  return { en: `week ${week + 1}`, zh: `第 ${week + 1} 周` };
}
