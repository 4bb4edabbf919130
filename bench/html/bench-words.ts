/** What pages of benches say in both languages of what their documents say in English. */
import { both, type Text, type Localised } from "../../src/core/words.ts";
import { formatCount } from "../../src/report/format.ts";

/** What became of a target. */
const IN_CHINESE: Readonly<Record<string, string>> = {
  "aim reached": "达到期望",
  reached: "达到要求",
  missed: "未达到",
  "cannot tell": "无法判断",
  doubtful: "存疑",
  "too few rounds": "轮次太少",
  "worth choosing": "值得选",
  frontier: "值得选",
  dominated: "不如别的",
  valid: "有效",
};

/** A word of the document; one that nobody has a word for stays as it is. */
export function inBoth(word: string): Text {
  return Object.hasOwn(IN_CHINESE, word) ? { en: word, zh: IN_CHINESE[word]! } : word;
}

/** "at least 600", "at most 3". */
export function limitText(atLeast: number | null, atMost: number | null, figure: (value: number) => string): Text {
  if (atLeast !== null) return { en: `at least ${figure(atLeast)}`, zh: `至少 ${figure(atLeast)}` };
  return atMost === null ? "" : { en: `at most ${figure(atMost)}`, zh: `至多 ${figure(atMost)}` };
}

/** "3 rounds of 1,000 operations". */
export function roundsText(rounds: number, operations: number): Localised {
  const [many, each] = [formatCount(rounds), formatCount(operations)];
  return { en: `${many} rounds of ${each} operations`, zh: `${many} 轮，每轮 ${each} 次操作` };
}

export const MEASURED: Localised = { en: "measured", zh: "实测" };

/** With what follows in brackets, where there is something. */
export function withInterval(text: Text, interval: string): Text {
  return interval === "" ? text : both`${text} (${interval})`;
}
