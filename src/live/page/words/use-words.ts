import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { type Format, formatFor } from "../format.ts";
import { type Language, type Words, WORDS } from "./words.ts";

export const LanguageContext = createContext<Language>("en");

export function useWords(): { readonly words: Words; readonly format: Format; readonly language: Language } {
  const language = useContext(LanguageContext);
  return { words: WORDS[language], format: formatFor(language), language };
}
