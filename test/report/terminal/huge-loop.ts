import type { Report } from "../../../src/report/document.ts";

/** Every count and amount as large as a national platform's, and every share with all its digits. */
export function hugeLoop(report: Report): Report {
  const figures = Object.entries(report.figures).map(([name, { value, low, n }]) => {
    const isPart = name.startsWith("rates.") || (value !== null && !Number.isInteger(value));
    const ends =
      low === undefined ? {} : isPart ? { low: 0.87654, high: 0.98765 } : { low: -87_654_321, high: 87_654_321 };
    return [name, { value: isPart ? 0.98765 : 87_654_321, ...ends, ...(n === undefined ? {} : { n: 87_654_321 }) }];
  });
  return { ...report, figures: Object.fromEntries(figures) as Report["figures"] };
}
