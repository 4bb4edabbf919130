/** A share as people write it. */

/** 0.2% or 0.002; NaN, which lies in no range, for anything else. No signs. */
export function readShare(written: string): number {
  const text = written.trim();
  const number = text.endsWith("%") ? text.slice(0, -1) : text;
  if (!/^\d*\.?\d+(?:e[+-]?\d+)?$/i.test(number.trim())) return Number.NaN;
  return text.endsWith("%") ? Number(number) / 100 : Number(number);
}
