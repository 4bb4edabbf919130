/** What the page says, in the one language that it speaks at a time: texts, and numbers. */
import { en, type Say, type Text } from "../words.ts";

export const LANGUAGES = ["en", "zh"] as const;
export type Language = (typeof LANGUAGES)[number];

const VOICES = { en: voice("en", "en-GB"), zh: voice("zh-Hans", "zh-CN") } as const;
let spoken: (typeof VOICES)[Language] = VOICES.en;
let saying: Say = en;

/** Returns the language as documents name it. */
export function speak(language: Language, chinese: Say): string {
  spoken = VOICES[language];
  saying = language === "zh" ? chinese : en;
  return spoken.tag;
}

/** The first of the browser's languages that the page speaks, else English. */
export function preferredLanguage(languages: readonly string[]): Language {
  const asked = languages.map((tag) => tag.toLowerCase().split("-")[0]);
  return asked.map((tag) => LANGUAGES.find((language) => language === tag)).find((tag) => tag !== undefined) ?? "en";
}

function voice(tag: string, locale: string) {
  const numbers = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options);
  return {
    tag,
    compact: numbers({ notation: "compact", maximumSignificantDigits: 3 }),
    rare: numbers({ style: "percent", maximumSignificantDigits: 2 }),
    fixed: [0, 1, 2, 3].map((digits) =>
      numbers({ minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: "negative" }),
    ),
  };
}

export function say(text: Text): string {
  return saying(text);
}

/** Of a rate over nothing. */
export const NOTHING = "–";

export function count(value: number): string {
  return decimal(value, 0);
}

export function decimal(value: number | null, digits: number): string {
  return value === null ? NOTHING : spoken.fixed[digits]!.format(value);
}

/** 1.2 million, 120万. */
export function short(value: number): string {
  return spoken.compact.format(value);
}

export function yuan(value: number): string {
  return `${value < 0 ? "−" : ""}¥${short(Math.abs(value))}`;
}

/** With a space that no line breaks at, as `rare`. */
export function percent(share: number | null): string {
  return share === null ? NOTHING : `${decimal(share * 100, 1)}\u00a0%`;
}

/** A small share with two digits that count: 0.0012 %. */
export function rare(share: number | null): string {
  return share === null ? NOTHING : spoken.rare.format(share).replace(/\s?%/, "\u00a0%");
}

/** Null over nothing, and of counts that cannot be, from a server gone wrong. */
export function shareOf(part: number, whole: number): number | null {
  return whole > 0 && part >= 0 && part <= whole ? part / whole : null;
}
