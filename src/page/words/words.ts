/** The languages of the page. A word that one of them lacks does not compile. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { type Format, formatFor } from "../format.ts";
import { en } from "./en.ts";
import { zh } from "./zh.ts";

export const LANGUAGES = ["en", "zh"] as const;
export type Language = (typeof LANGUAGES)[number];

export type Words = typeof en;

export const WORDS: Readonly<Record<Language, Words>> = { en, zh };

/** As `lang` of the document says it. */
export const LANGUAGE_TAGS: Readonly<Record<Language, string>> = { en: "en", zh: "zh-Hans" };

export const LanguageContext = createContext<Language>("en");

/** The words of the language shown, and how it writes numbers. */
export function useWords(): { readonly words: Words; readonly format: Format } {
  const language = useContext(LanguageContext);
  return { words: WORDS[language], format: formatFor(language) };
}
