/** The report in Chinese: its own phrases, and the names of stages, which stages bring with them. */
import { STAGES } from "../../../detect/screening.ts";
import { makeTranslator, type Phrase, type Translator } from "./translator.ts";
import { CHART_PHRASES } from "./zh-charts.ts";
import { TABLE_PHRASES } from "./zh-tables.ts";

/** What a page of this run may say; of two phrases for the same English the first is said. */
export function chinesePhrases(): readonly Phrase[] {
  const stages = STAGES.flatMap(({ name, title }): Phrase[] => [
    [title.en, title.zh],
    [name, title.zh],
  ]);
  const own = [...TABLE_PHRASES, ...CHART_PHRASES];
  const names = new Set(own.map(([english]) => english));
  return [...stages.filter(([english]) => !names.has(english)), ...own];
}

export function toChinese(): Translator {
  return makeTranslator(chinesePhrases());
}
