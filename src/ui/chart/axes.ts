import type * as Plot from "@observablehq/plot";
import { perLanguage, t, type Text, type Say } from "../words.ts";
import { NARROW_BELOW } from "./chart.ts";
import { INK } from "./palette.ts";

/** Handed to what draws: loading it takes a tenth of a second, and reports are made without pages too. */
export type PlotLibrary = typeof Plot;

export interface AxisOptions {
  /** What it counts, with the unit. */
  readonly name: Text;
  readonly scale?: "linear" | "log";
  readonly min?: number;
  readonly max?: number;
  readonly format?: (value: number) => Text;
}

/** A scale over `values`, to round numbers where no end is stated. What lies beyond is drawn at its edge. */
export function scaleOf({ scale = "linear", min, max }: AxisOptions, values: readonly number[]): Plot.ScaleOptions {
  const all = [...values, ...(min === undefined ? [] : [min]), ...(max === undefined ? [] : [max])];
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const domain = all.length === 0 ? [0, 1] : least === most ? spread(least, scale) : [min ?? least, max ?? most];
  return { type: scale, domain, clamp: true, ...(min === undefined || max === undefined ? { nice: TICKS } : {}) };
}

function spread(value: number, scale: "linear" | "log"): [number, number] {
  if (scale === "log") return [value / 10, value * 10];
  return value === 0 ? [0, 1] : [Math.min(0, 2 * value), Math.max(0, 2 * value)];
}

const TICKS = 5;
const LINE = { stroke: INK.line, strokeOpacity: 1 } as const;

/** The horizontal axis, its name below the middle. */
export function horizontal(
  plot: PlotLibrary,
  axis: AxisOptions,
  width: number,
  say: Say,
  hasGrid: boolean,
): Plot.Markish[] {
  const ticks = width < NARROW_BELOW ? 3 : TICKS;
  const label = { label: say(axis.name), labelAnchor: "center", labelArrow: "none", labelOffset: 42 } as const;
  return [
    ...(hasGrid ? [plot.gridX({ ...LINE, ticks })] : []),
    plot.axisX({ ...label, ticks, color: INK.muted, tickSize: 0, tickFormat: formatOf(axis, say), fontSize: 12 }),
  ];
}

/** The vertical axis, its name above the top. */
export function vertical(plot: PlotLibrary, axis: AxisOptions, say: Say, labelOffset: number): Plot.Markish[] {
  const label = { label: say(axis.name), labelAnchor: "top", labelArrow: "none", labelOffset } as const;
  return [
    plot.gridY({ ...LINE, ticks: TICKS }),
    plot.axisY({
      ...label,
      ticks: TICKS,
      color: INK.muted,
      tickSize: 0,
      tickFormat: formatOf(axis, say),
      fontSize: 12,
    }),
  ];
}

function formatOf({ format = shortNumber, scale }: AxisOptions, say: Say) {
  return (value: number): string => {
    // Nine ticks a decade would be too many words.
    if (scale === "log" && !Number.isInteger(Number(Math.log10(value).toFixed(9)))) return "";
    return say(format(value));
  };
}

const COMPACT = { notation: "compact", maximumSignificantDigits: 3 } as const;
const SHORT = new Intl.NumberFormat("en-US", COMPACT);
const SHORT_CHINESE = new Intl.NumberFormat("zh-CN", COMPACT);

/** 1500 as 1.5K, 242750000 as 243M or 2.43亿; small numbers as they are. */
export function shortNumber(value: number): Text {
  const size = Math.abs(value);
  if (size > 0 && size < 0.001) return value.toExponential(0);
  const [english, chinese] = [SHORT.format(value), SHORT_CHINESE.format(value)];
  return english === chinese ? english : perLanguage(english, chinese);
}

/** An interval is cut if it goes so many times as far as the others, and as every value. */
const FAR = 4;

/**
 * True if an end of an interval is to be on the axis: a few very wide intervals must not squeeze all the rest. `base`:
 * lengths count from here, as 0 or a rule.
 */
export function reachOf(
  values: readonly number[],
  intervals: readonly (readonly [low: number, high: number])[],
  base: number,
): (end: number) => boolean {
  const limit = (side: 1 | -1): number => {
    const away = (of: readonly number[]): number[] =>
      of
        .map((each) => side * (each - base))
        .filter((length) => length > 0)
        .sort((a, b) => a - b);
    const usual = away(intervals.map(([low, high]) => (side > 0 ? high : low)));
    return FAR * Math.max(0, ...away(values), usual[(usual.length - 1) >> 1] ?? 0);
  };
  const [up, down] = [limit(1), limit(-1)];
  return (end) => (end >= base ? end - base <= up : base - end <= down);
}

export const CUT_NOTE: Text = t`An arrow: the interval goes on beyond the edge. The tip and the table have both ends.`;
