import type { Words } from "../../core/words.ts";

export const WEEK: Words = { en: "week", zh: "周" };

export function weekWords(week: number): Words {
  return { en: `week ${week + 1}`, zh: `第 ${week + 1} 周` };
}
