/** The language of pages without their own address, for this tab. */
import type { Language } from "./words.ts";

const KEY = "ringfence.language";

export function tabLanguage(): Language {
  return (sessionStorage.getItem(KEY) ?? navigator.language).startsWith("zh") ? "zh" : "en";
}

export function keepLanguage(language: Language): void {
  sessionStorage.setItem(KEY, language);
}
