/** Figures as people read them. A rate over nothing reads "none". */
import { counted, formatCount } from "../core/counted.ts";
import { perLanguage, type Text } from "../ui/words.ts";
import type { ClusteredRate, Rate } from "../metrics/rates.ts";

export { counted, formatCount };

export const NONE = "none";

/** 0.5812 as "58.12 %". */
export function formatPercent({ value }: Pick<Rate, "value">, digits = 2): string {
  return value === null ? NONE : `${(value * 100).toFixed(digits)} %`;
}

export function formatPercentInterval({ low, high }: Pick<Rate, "low" | "high">, digits = 2): string {
  return low === null || high === null ? "" : formatInterval({ low: low * 100, high: high * 100 }, digits);
}

export function formatClusterInterval({ clusterLow, clusterHigh }: ClusterBounds, digits = 2): string {
  return formatPercentInterval({ low: clusterLow, high: clusterHigh }, digits);
}

export function formatFigure({ value }: Pick<Rate, "value">, digits: number): string {
  return value === null ? NONE : value.toFixed(digits);
}

type ClusterBounds = Pick<ClusteredRate, "clusterLow" | "clusterHigh">;

export function formatClusterFigureInterval({ clusterLow, clusterHigh }: ClusterBounds, digits: number): string {
  return formatInterval({ low: clusterLow, high: clusterHigh }, digits);
}

/** A dash would hide the sign of a lower bound below 0. */
export function formatInterval({ low, high }: Pick<Rate, "low" | "high">, digits: number): string {
  return low === null || high === null ? "" : `${low.toFixed(digits)}${low < 0 ? "…" : "-"}${high.toFixed(digits)}`;
}

const AMOUNT = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });

/** A count or a sum of money of any size, short: 930,000, 242.75 M, 1.2 bn. */
export function formatAmount(value: number): string {
  const [unit, suffix] = unitOf(value);
  return shortened(value, unit) + suffix;
}

const CHINESE_AMOUNT = new Intl.NumberFormat("zh-CN", { notation: "compact", maximumSignificantDigits: 5 });

/** The same for people who read either language: 242.75 M is 2.4275亿. */
export function amountText(value: number): Text {
  const english = formatAmount(value);
  return Math.abs(value) < 1e6 ? english : perLanguage(english, CHINESE_AMOUNT.format(value));
}

/**
 * An amount that something is divided by: with three digits where it is small, so that the ratio can be told from it.
 */
export function divisorText(value: number): Text {
  return value < 100 ? String(Number(value.toPrecision(3))) : amountText(value);
}

/** The interval of an amount, in the unit of its greater end: "220.1-257.9 M". */
export function formatAmountInterval({ low, high }: Pick<Rate, "low" | "high">): string {
  if (low === null || high === null) return "";
  const [unit, suffix] = unitOf(Math.max(Math.abs(low), Math.abs(high)));
  return `${shortened(low, unit)}${low < 0 ? "…" : "-"}${shortened(high, unit)}${suffix}`;
}

export function amountInterval({ low, high }: Pick<Rate, "low" | "high">): Text {
  const english = formatAmountInterval({ low, high });
  if (low === null || high === null) return english;
  const [from, to] = [low, high].map((bound) => CHINESE_AMOUNT.format(bound));
  return unitOf(Math.max(Math.abs(low), Math.abs(high)))[0] === 1 && low >= 0
    ? english
    : perLanguage(english, `${from}${low < 0 ? " 至 " : "–"}${to}`);
}

function unitOf(value: number): [unit: number, suffix: string] {
  const size = Math.abs(value);
  return size >= 1e9 ? [1e9, " bn"] : size >= 1e6 ? [1e6, " M"] : [1, ""];
}

function shortened(value: number, unit: number): string {
  return unit === 1 ? formatCount(value) : AMOUNT.format(value / unit);
}
