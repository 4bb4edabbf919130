/** Figures in words, as pages write them. A rate over nothing says so. */
import { t, type Text } from "../ui/words.ts";
import type { ClusteredRate, Rate } from "../metrics/rates.ts";
import { formatCount } from "./format.ts";

export const NOTHING = t`nothing to measure, n\u00a0=\u00a00`;

/** With a space that no line breaks at. */
export function percentOf(value: number, digits = 1): string {
  return `${(value * 100).toFixed(digits)}\u00a0%`;
}

/** "97.5–98.1", or "" where there is no interval; apart from negative bounds, which a dash would hide. */
export function range(low: number | null, high: number | null, format: (value: number) => string): string {
  if (low === null || high === null) return "";
  return `${format(low)}${low < 0 ? " … " : "–"}${format(high)}`;
}

/** The bounds of a share without signs: "97.5–98.1". */
export function percentRange(low: number | null, high: number | null, digits = 1): string {
  return range(low, high, (value) => (value * 100).toFixed(digits));
}

/** "97.8 % (97.5–98.1), n = 13,035". */
export function rateWords({ value, low, high, n }: Rate, digits = 1): Text {
  if (value === null) return NOTHING;
  return t`${percentOf(value, digits)}${inBrackets(percentRange(low, high, digits))}, n\u00a0=\u00a0${formatCount(n)}`;
}

/** " (97.5–98.1)", or "" without an interval. */
export function inBrackets(interval: string): Text {
  return interval === "" ? "" : t` (${interval})`;
}

/** Three significant digits: 8.27, 41,571, 0.0068. */
export function threeDigits(value: number): string {
  const size = Math.abs(value);
  if (size >= 100) return formatCount(value);
  return String(Number(value.toPrecision(3)));
}

/** A rate with the interval over clusters, if there are enough of them. */
export function clusterFigure({ value, n, clusterLow, clusterHigh }: ClusteredRate): Rate {
  return { value, low: clusterLow, high: clusterHigh, n };
}
