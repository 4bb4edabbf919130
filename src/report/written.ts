/** Figures as people read them, by their unit. */
import { perLanguage, t, type Text } from "../ui/words.ts";
import { formatAmount, formatCount, range, threeDigits } from "../ui/format.ts";
import type { Figure, Unit } from "./statement.ts";

export function written(unit: Unit, value: number | null): Text {
  return value === null ? t`none` : WRITE[unit](value);
}

const WRITE: Readonly<Record<Unit, (value: number) => Text>> = {
  count: countText,
  share: (value) => `${percent(value)} %`,
  per10000,
  yuan: amountText,
  number: threeDigits,
  minutes: (value) => t`${hours(value)} h`,
};

/** "97.5–98.1"; empty without an interval. */
export function intervalOf(unit: Unit, { value, low, high }: Figure): Text {
  if (value === null || low === undefined || high === undefined) return "";
  if (unit === "share") return range(low, high, (end) => percent(end, value));
  const most = Math.max(Math.abs(low), Math.abs(high));
  if (most >= 1e6 && (unit === "yuan" || (unit === "count" && most >= LARGE))) {
    const english = range(low, high, (end) => formatAmount(end, most)).replace(/ \w+(?=–| …)/, "");
    const chinese = range(low, high, (end) => CHINESE.format(end));
    return perLanguage(english, chinese);
  }
  return range(
    low,
    high,
    { count: formatCount, yuan: formatCount, per10000, number: threeDigits, minutes: hours }[unit],
  );
}

/** "97.8 % (97.5–98.1), n = 13,035". */
export function figureWords(unit: Unit, figure: Figure): Text {
  const interval = intervalOf(unit, figure);
  const value = interval === "" ? written(unit, figure.value) : t`${written(unit, figure.value)} (${interval})`;
  return figure.n === undefined ? value : t`${value}, n = ${written("count", figure.n)}`;
}

const CHINESE = new Intl.NumberFormat("zh-CN", { notation: "compact", maximumSignificantDigits: 5 });

/** In hundredths, 97.8 or 0.406; the ends of an interval as its value. */
function percent(value: number, like = value): string {
  const hundredths = value * 100;
  const isLarge = like === 0 || Math.abs(like) >= 0.01;
  return isLarge ? hundredths.toFixed(1) : String(Number(hundredths.toPrecision(3)));
}

function hours(minutes: number): string {
  return (minutes / 60).toFixed(1);
}

function per10000(share: number): string {
  return threeDigits(10_000 * share);
}

/** Counts are shortened from here on. */
const LARGE = 1e7;

/** Parts of a count are shown where it is small. */
function countText(value: number): Text {
  const size = Math.abs(value);
  if (size >= LARGE) return amountText(value);
  return Number.isInteger(value) || size >= 100 ? formatCount(value) : threeDigits(value);
}

function amountText(value: number): Text {
  return Math.abs(value) < 1e6 ? formatAmount(value) : perLanguage(formatAmount(value), CHINESE.format(value));
}
