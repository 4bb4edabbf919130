/** What all charts have in common: quiet axes, and numbers on them as people read them. */
import { INK } from "./palette.ts";

const FONT_PX = 12;

export const TEXT = { color: INK.text, fontSize: FONT_PX } as const;
export const MUTED = { color: INK.muted, fontSize: FONT_PX } as const;

export interface AxisOptions {
  /** What it counts, with the unit. */
  readonly name: string;
  readonly scale?: "linear" | "log";
  readonly min?: number;
  readonly max?: number;
  readonly format?: (value: number) => string;
  /** About how many divisions. */
  readonly divisions?: number;
  /** Leaves the label at the end out, where the end is no round number. */
  readonly openEnd?: boolean;
  /** Only whole numbers make sense on it. */
  readonly whole?: boolean;
}

const THIN = { lineStyle: { color: INK.line, width: 1 } } as const;

/** The horizontal axis, its name below. */
export function xAxis({ name, ...range }: AxisOptions): object {
  return {
    ...numberAxis(range),
    name,
    nameLocation: "middle",
    nameGap: 30,
    nameTextStyle: MUTED,
    axisLine: { show: true, onZero: false, ...THIN },
    splitLine: { show: false },
  };
}

/** The vertical axis, its name above, from the picture's edge on. */
export function yAxis({ name, ...range }: AxisOptions, gridLeft: number, nameGap: number): object {
  return {
    ...numberAxis(range),
    name,
    nameLocation: "end",
    nameGap,
    nameTextStyle: { ...MUTED, align: "left", padding: [0, 0, 0, -gridLeft] },
    axisLine: { show: false, onZero: false },
    splitLine: { show: true, ...THIN },
  };
}

function numberAxis({
  scale = "linear",
  min,
  max,
  format = shortNumber,
  divisions = 5,
  openEnd = false,
  whole = false,
}: Omit<AxisOptions, "name">): object {
  return {
    type: scale === "log" ? "log" : "value",
    ...(scale === "log" ? { logBase: 10 } : { splitNumber: divisions }),
    // Without a stated end, an axis need not reach to zero.
    ...(min === undefined ? { scale: true } : { min }),
    ...(max === undefined ? {} : { max }),
    ...(whole ? { minInterval: 1 } : {}),
    axisTick: { show: false },
    minorTick: { show: false },
    axisLabel: { ...MUTED, formatter: format, hideOverlap: true, ...(openEnd ? { showMaxLabel: false } : {}) },
  };
}

const SHORT = new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 });

/** 1500 as 1.5K, 242750000 as 243M; what is small as it is. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  return size === 0 || size >= 0.001 ? SHORT.format(value) : value.toExponential(0);
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
