const COUNT = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** 1234567 as 1,234,567. */
export function formatCount(count: number): string {
  return COUNT.format(count);
}

/** A count with its noun: "1 message", "2 messages", "1,000 entries". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** To four digits behind the point: what a row of a file says. */
export function roundTo4(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
