/** Figures of a report, or of one section, by name. */
import { traceWarnings } from "../../src/metrics/traced-warning.ts";
import { type Report, valueAt } from "../../src/report/document.ts";
import type { ReportInput } from "../../src/report/head.ts";
import type { Figure, Section, Stated } from "../../src/report/statement.ts";
import { sampleInput } from "./sample-report.ts";

/** A number: fails where the report has no such figure, or none over nothing. */
export function at(report: Report, name: string): number {
  const value = valueAt(report, name);
  if (typeof value !== "number") throw new Error(`${name} is ${value}`);
  return value;
}

/** All figures whose name begins so. */
export function below({ figures }: Pick<Report, "figures">, prefix: string): Record<string, Figure> {
  return Object.fromEntries(Object.entries(figures).filter(([name]) => name.startsWith(prefix)));
}

export function stated(section: Section, input: Partial<ReportInput> = {}): readonly Stated[] {
  const run = { ...sampleInput(), ...input };
  return section.state({ ...run, traced: traceWarnings(run.loop) });
}

export function figuresOf(section: Section, input: Partial<ReportInput> = {}): Record<string, Figure> {
  return Object.assign({}, ...stated(section, input).map(({ figures }) => figures)) as Record<string, Figure>;
}
