/** Times as people of a language write them. */
import { type Language, LANGUAGE_TAGS } from "../words/words.ts";

const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
] as const;

/** 5 minutes ago; both written as ISO 8601. */
export function ago(then: string, now: string, language: Language): string {
  const ms = Math.max(0, Date.parse(now) - Date.parse(then));
  const [unit, unitMs] = UNITS.find(([, least]) => ms >= least) ?? UNITS[3];
  return new Intl.RelativeTimeFormat(LANGUAGE_TAGS[language]).format(-Math.floor(ms / unitMs), unit);
}

/** The time of day here, with the date where that was on another one. */
export function clock(at: string, now: string, language: Language): string {
  const [then, today] = [new Date(at), new Date(now)];
  const isToday = then.toDateString() === today.toDateString();
  const time = { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false } as const;
  const locale = language === "en" ? "en-GB" : "zh-CN";
  return new Intl.DateTimeFormat(locale, isToday ? time : { ...time, month: "short", day: "numeric" }).format(then);
}
