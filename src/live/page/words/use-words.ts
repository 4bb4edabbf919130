import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { zh } from "../../../ui/chinese.ts";
import { en, type Say } from "../../../ui/words.ts";
import { type Format, formatFor } from "../format.ts";
import { type Language, type Words, WORDS } from "./words.ts";

export const LanguageContext = createContext<Language>("en");

export function useWords(): {
  readonly words: Words;
  readonly format: Format;
  readonly language: Language;
  readonly say: Say;
} {
  const language = useContext(LanguageContext);
  return { words: WORDS[language], format: formatFor(language), language, say: language === "zh" ? zh : en };
}
