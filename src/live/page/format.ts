/** Numbers as people of a language write them. A rate over nothing is a dash. */
import type { Control } from "../server/protocol.ts";
import type { Language } from "./words/words.ts";

export interface Format {
  count(value: number): string;
  /** 1.2 million, 120万. */
  short(value: number): string;
  /** With a space that no line breaks at, as `rare`. */
  percent(share: number | null, digits?: number): string;
  /** A small share with two digits that count: 0.0012 %. */
  rare(share: number | null): string;
  decimal(value: number | null, digits: number): string;
  /** With all the digits that a control can have. */
  exact(value: number): string;
  yuan(value: number): string;
}

export const NOTHING = "–";
const PERCENT = "\u00a0%";
const LOCALES: Readonly<Record<Language, string>> = { en: "en-GB", zh: "zh-CN" };
const formats = new Map<Language, Format>();

export function formatFor(language: Language): Format {
  const known = formats.get(language);
  if (known !== undefined) return known;
  const made = makeFormat(LOCALES[language]);
  formats.set(language, made);
  return made;
}

function makeFormat(locale: string): Format {
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const exact = new Intl.NumberFormat(locale, { maximumFractionDigits: 10 });
  const compact = new Intl.NumberFormat(locale, { notation: "compact", maximumSignificantDigits: 3 });
  const rareShare = new Intl.NumberFormat(locale, { style: "percent", maximumSignificantDigits: 2 });
  const fixed = [0, 1, 2, 3].map(
    (digits) => new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  );
  return {
    count: (value) => whole.format(value),
    short: (value) => compact.format(value),
    percent: (share, digits = 1) => (share === null ? NOTHING : `${fixed[digits]!.format(share * 100)}${PERCENT}`),
    rare: (share) => (share === null ? NOTHING : rareShare.format(share).replace(/\s?%/, PERCENT)),
    decimal: (value, digits) => (value === null ? NOTHING : fixed[digits]!.format(value)),
    exact: (value) => exact.format(value),
    yuan: (value) => `${value < 0 ? "−" : ""}¥${compact.format(Math.abs(value))}`,
  };
}

/** A control's value with its unit: shares as per cent. */
export function inUnit(value: number, unit: Control["unit"]): number {
  return unit === "share" ? Number((value * 100).toPrecision(12)) : value;
}

export function fromUnit(shown: number, unit: Control["unit"]): number {
  return unit === "share" ? Number((shown / 100).toPrecision(12)) : shown;
}
