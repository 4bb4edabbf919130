/** The languages of the page. A word that one of them lacks does not compile. */
import { type Words, en } from "./en.ts";
import { zh } from "./zh.ts";

export const LANGUAGES = ["en", "zh"] as const;
export type Language = (typeof LANGUAGES)[number];

export type { Words };

export const WORDS: Readonly<Record<Language, Words>> = { en, zh };

export const LANGUAGE_TAGS: Readonly<Record<Language, string>> = { en: "en", zh: "zh-Hans" };
