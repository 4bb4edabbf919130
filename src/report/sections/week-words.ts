import { t, type Localised } from "../../ui/words.ts";

export const WEEK = t`week`;

export function weekWords(week: number): Localised {
  return t`week ${week + 1}`;
}
