/** Weeks, as sections that go by them name them. */
import type { Words } from "../../core/words.ts";

export const WEEK: Words = { en: "week", zh: "周" };

/** `week` is from 0. */
export function weekWords(week: number): Words {
  return { en: `week ${week + 1}`, zh: `第 ${week + 1} 周` };
}
