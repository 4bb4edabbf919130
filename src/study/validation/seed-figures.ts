/** How ordinary a seed is: its headline figures beside their mean and standard deviation over seeds. */
import { meanOf, varianceOf } from "../../core/sum.ts";
import { figureAt } from "../../report/figure-path.ts";
import type { Report } from "../../report/schema.ts";

/** Figures by name; null where the report has none. */
export type Headline = Readonly<Record<string, number | null>>;

const RATES = [
  "rates.interception",
  "rates.interceptionCalls",
  "rates.interceptionMessages",
  "rates.success",
  "rates.coverage",
  "rates.accuracy",
] as const;

/** What somebody reads first of a report. */
export function headlineOf(report: Report): Headline {
  const { withoutDefences, withDefences } = report.lossYuan;
  return {
    ...Object.fromEntries(RATES.map((path) => [path, figureAt(report, path) ?? null])),
    "effective ratio": report.reference.find(({ id }) => id === "effectiveWarnings")?.ratio ?? null,
    "share of loss avoided": withoutDefences ? 1 - withDefences / withoutDefences : null,
  };
}

export interface SeedFigure {
  readonly name: string;
  /** Over the seeds that have the figure; the deviation is null below two of them. */
  readonly mean: number | null;
  readonly deviation: number | null;
  /** Of the first seed, and how many deviations that is above the mean. */
  readonly first: number | null;
  readonly z: number | null;
}

/** `headlines`: of one seed each. */
export function seedFigures(headlines: readonly Headline[]): SeedFigure[] {
  return Object.keys(headlines[0] ?? {}).map((name) => {
    const first = headlines[0]![name]!;
    const values = headlines.flatMap((headline) => headline[name] ?? []);
    const mean = values.length === 0 ? null : meanOf(values);
    const deviation = mean === null || values.length < 2 ? null : Math.sqrt(varianceOf(values));
    const z = first === null || mean === null || !deviation ? null : (first - mean) / deviation;
    return { name, mean, deviation, first, z };
  });
}
