/** Figures in words, as the page writes them. A rate over nothing says so. */
import { formatCount } from "../format.ts";

export interface Figure {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
}

export const NOTHING = "nothing to measure, n\u00a0=\u00a00";

/** With a space that no line breaks at. */
export function percentOf(value: number, digits = 1): string {
  return `${(value * 100).toFixed(digits)}\u00a0%`;
}

/** "97.5 to 98.1", or "" where there is no interval. */
export function range(low: number | null, high: number | null, format: (value: number) => string): string {
  return low === null || high === null ? "" : `${format(low)} to ${format(high)}`;
}

/** The bounds of a share without their signs: "97.5 to 98.1". */
export function percentRange(low: number | null, high: number | null, digits = 1): string {
  return range(low, high, (value) => (value * 100).toFixed(digits));
}

/** "97.8 % (97.5 to 98.1), n = 13,035". */
export function rateWords({ value, low, high, n }: Figure, digits = 1): string {
  if (value === null) return NOTHING;
  const interval = percentRange(low, high, digits);
  return `${percentOf(value, digits)}${interval === "" ? "" : ` (${interval})`}, n\u00a0=\u00a0${formatCount(n)}`;
}

/** Three digits that count: 8.27, 41,571, 0.0068. */
export function threeDigits(value: number): string {
  const size = Math.abs(value);
  if (size >= 100) return formatCount(value);
  return String(Number(value.toPrecision(3)));
}

/** A rate with the interval over clusters where there is one: reports of earlier versions lack some. */
export function clusterFigure(rate: {
  readonly value: number | null;
  readonly n: number;
  readonly clusterLow?: number | null | undefined;
  readonly clusterHigh?: number | null | undefined;
}): Figure {
  return { value: rate.value, low: rate.clusterLow ?? null, high: rate.clusterHigh ?? null, n: rate.n };
}
