/** To four digits behind the point: what a row of a file says. */
export function roundTo4(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
