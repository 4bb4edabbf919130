/** What pages of benches say in both languages of what their documents say in English. */
import { t, type Text, type Localised } from "../../src/ui/words.ts";
import { formatCount } from "../../src/ui/format.ts";

/** "at least 600", "at most 3". */
export function limitText(atLeast: number | null, atMost: number | null, figure: (value: number) => string): Text {
  if (atLeast !== null) return t`at least ${figure(atLeast)}`;
  return atMost === null ? "" : t`at most ${figure(atMost)}`;
}

/** "3 rounds of 1,000 operations". */
export function roundsText(rounds: number, operations: number): Localised {
  const [many, each] = [formatCount(rounds), formatCount(operations)];
  return t`${many} rounds of ${each} operations`;
}

export const MEASURED = t`measured`;

/** With what follows in brackets, where there is something. */
export function withInterval(text: Text, interval: string): Text {
  return interval === "" ? text : t`${text} (${interval})`;
}
