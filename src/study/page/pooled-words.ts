/** A figure over several seeds in words, with its interval and n. */
import type { PooledFigure } from "../tune/figures.ts";

/** "0.731 [0.701, 0.761] n=412". */
export function pooledWords({ value, low, high, n }: PooledFigure): string {
  if (value === null) return "none (n=0)";
  const interval = low === null || high === null ? "" : ` [${short(low)}, ${short(high)}]`;
  return `${short(value)}${interval} n=${n}`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
