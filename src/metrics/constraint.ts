/** Bounds that a figure must keep, by its interval: the value alone may be luck. */
import { RingfenceError } from "../core/errors.ts";
import type { Interval } from "./rates.ts";

/** A value at the bound keeps it. */
export interface Bound {
  readonly atLeast: boolean;
  readonly bound: number;
}

/** Kept: by the end of the interval that is nearer to breaking it. Cannot tell: by the value alone. */
export type Keeping = "kept" | "cannot tell" | "broken";

const WRITTEN = /^\s*([A-Za-z0-9]+)\s*(>=|<=)\s*(\S+)\s*$/;

/** Reads "accuracy>=0.7"; `example` is one that is right. Throws RingfenceError "usage" for what is none. */
export function readBound(written: string, example: string): Bound & { readonly name: string } {
  const [, name, sign, bound] = WRITTEN.exec(written) ?? [];
  if (name !== undefined && Number.isFinite(Number(bound)))
    return { name, atLeast: sign === ">=", bound: Number(bound) };
  throw new RingfenceError(
    "usage",
    `--subject-to: expected a figure, >= or <=, and a number, as in "${example}", but found ${JSON.stringify(written)}`,
  );
}

/** Refuses a bound that a rate from 0 to `most` never reaches or always keeps, a percentage say: "usage". */
export function requireRate(name: string, { bound }: Bound, most: number): void {
  if (bound >= 0 && bound <= most) return;
  throw new RingfenceError(
    "usage",
    `--subject-to: ${name} is from 0 to ${most}: expected a bound of that, but found ${bound}`,
  );
}

export function boundWords(name: string, { atLeast, bound }: Bound): string {
  return `${name}${atLeast ? ">=" : "<="}${bound}`;
}

export function keepingOf(bound: Bound, found: Interval): Keeping {
  if (missOf(bound, found) === 0) return "kept";
  const { value } = found;
  return missOf(bound, { value, low: value, high: value }) === 0 ? "cannot tell" : "broken";
}

/** The miss of a figure that is missing or has no interval, in multiples of its bound. */
const NO_FIGURE = 10;

/** By how much the worse end of an interval misses, in shares of the bound; 0 where it keeps it. */
export function missOf({ atLeast, bound }: Bound, { low, high }: Interval): number {
  const worse = atLeast ? low : high;
  if (worse === null) return NO_FIGURE;
  const short = atLeast ? bound - worse : worse - bound;
  return short <= 0 ? 0 : Math.min(NO_FIGURE, short / Math.max(Math.abs(bound), 1e-9));
}

/** "accuracy 0.72 [0.61, 0.8] n=99, to be at least 0.7". */
export function missWords(name: string, { atLeast, bound }: Bound, found: Interval & { readonly n: number }): string {
  return `${name} ${pooledWords(found)}, to be ${atLeast ? "at least" : "at most"} ${bound}`;
}

/** A figure with its interval and n: "0.731 [0.701, 0.761] n=412". */
export function pooledWords({ value, low, high, n }: Interval & { readonly n: number }): string {
  if (value === null) return "none (n=0)";
  const interval = low === null || high === null ? "" : ` [${threeDigits(low)}, ${threeDigits(high)}]`;
  return `${threeDigits(value)}${interval} n=${n}`;
}

function threeDigits(value: number): string {
  return String(Number(value.toPrecision(3)));
}

export const ENDS_COUNT = "All of the 95 % interval must keep it, not the value alone";
