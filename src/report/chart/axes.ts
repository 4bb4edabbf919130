import type { Say, Text } from "../../core/words.ts";
import { INK } from "./palette.ts";

const FONT_PX = 12;

export const TEXT = { color: INK.text, fontSize: FONT_PX } as const;
export const MUTED = { color: INK.muted, fontSize: FONT_PX } as const;

export interface AxisOptions {
  /** What it counts, with the unit. */
  readonly name: Text;
  readonly scale?: "linear" | "log";
  readonly min?: number;
  readonly max?: number;
  readonly format?: (value: number) => Text;
  readonly divisions?: number;
  /** Leaves the label at the end out, where the end is no round number. */
  readonly openEnd?: boolean;
  readonly whole?: boolean;
}

const THIN = { lineStyle: { color: INK.line, width: 1 } } as const;

export function xAxis({ name, ...range }: AxisOptions, say: Say): object {
  return {
    ...numberAxis(range, say),
    name: say(name),
    nameLocation: "middle",
    nameGap: 30,
    nameTextStyle: MUTED,
    axisLine: { show: true, onZero: false, ...THIN },
    splitLine: { show: false },
  };
}

export function yAxis({ name, ...range }: AxisOptions, say: Say, gridLeft: number, nameGap: number): object {
  return {
    ...numberAxis(range, say),
    name: say(name),
    nameLocation: "end",
    nameGap,
    nameTextStyle: { ...MUTED, align: "left", padding: [0, 0, 0, -gridLeft] },
    axisLine: { show: false, onZero: false },
    splitLine: { show: true, ...THIN },
  };
}

function numberAxis(options: Omit<AxisOptions, "name">, say: Say): object {
  const { scale = "linear", min, max, format = shortNumber, divisions = 5, openEnd = false, whole = false } = options;
  return {
    type: scale === "log" ? "log" : "value",
    ...(scale === "log" ? { logBase: 10 } : { splitNumber: divisions }),
    // Without a stated end, an axis need not reach to zero.
    ...(min === undefined ? { scale: true } : { min }),
    ...(max === undefined ? {} : { max }),
    ...(whole ? { minInterval: 1 } : {}),
    axisTick: { show: false },
    minorTick: { show: false },
    axisLabel: {
      ...MUTED,
      formatter: (value: number) => say(format(value)),
      hideOverlap: true,
      ...(openEnd ? { showMaxLabel: false } : {}),
    },
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
  return english === chinese ? english : { en: english, zh: chinese };
}

/** Bounds of a logarithmic axis: the whole decades around the values, all above 0. */
export function decades(values: readonly number[]): { readonly min: number; readonly max: number } {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const min = powerOfTen(Math.floor(Math.log10(least)));
  const max = powerOfTen(Math.ceil(Math.log10(most)));
  return { min, max: max > min ? max : min * 10 };
}

function powerOfTen(exponent: number): number {
  return Number(`1e${exponent}`);
}
