/** The language of pages without an address of their own, for this tab. */
import type { Language } from "./words.ts";

const KEY = "ringfence.language";

export function tabLanguage(): Language {
  return (sessionStorage.getItem(KEY) ?? navigator.language).startsWith("zh") ? "zh" : "en";
}

export function keepLanguage(language: Language): void {
  sessionStorage.setItem(KEY, language);
}
