/** Figures as people read them. */
import { counted, formatCount } from "../core/counted.ts";

export { counted, formatCount };

/** "97.5–98.1", or "" where there is no interval. A dash would hide the sign of a lower bound below 0. */
export function range(low: number | null, high: number | null, format: (value: number) => string): string {
  if (low === null || high === null) return "";
  return `${format(low)}${low < 0 ? " … " : "–"}${format(high)}`;
}

/** Three significant digits: 8.27, 41,571, 0.0068. */
export function threeDigits(value: number): string {
  return Math.abs(value) >= 100 ? formatCount(value) : String(Number(value.toPrecision(3)));
}

const AMOUNT = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });

/** A count or a sum of money of any size, short: 930,000, 242.75 M, 1.2 bn; in the unit of `like`. */
export function formatAmount(value: number, like = value): string {
  const size = Math.abs(like);
  const [unit, suffix] = size >= 1e9 ? [1e9, " bn"] : size >= 1e6 ? [1e6, " M"] : [1, ""];
  return unit === 1 ? formatCount(value) : AMOUNT.format(value / unit) + suffix;
}
