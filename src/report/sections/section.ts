/**
 * A section of the report. Each has one descriptor, in the file `section.ts` of its folder; `list.ts` lists them, and
 * schema, report, terminal and page walk that list.
 */
import type { z } from "zod";
import type { Text } from "../../ui/words.ts";
import type { Chart } from "../../ui/chart/chart.ts";
import type { ReportTable } from "../report-table.ts";
import type { RunResult } from "../run-input.ts";

/** `Shape`: its fields in report.json. `Others`: what it shows of other sections' fields. */
export interface Section<Shape extends z.ZodRawShape, Others = unknown> {
  /** Its fragment on the page: a-z and hyphens. */
  readonly id: string;
  readonly title: Text;
  readonly schema: Shape;
  readonly make: (run: RunResult) => Fields<Shape>;
  /** In reading order; empty if the run has none of it. */
  readonly show: (report: Fields<Shape> & Others) => readonly Shown[];
}

export type Fields<Shape extends z.ZodRawShape> = keyof Shape extends never ? object : z.output<z.ZodObject<Shape>>;

export type Shown =
  /** A chart is for the page; `table` has its numbers, if they are for the terminal too. */
  | { readonly chart: Chart; readonly table?: ReportTable }
  | { readonly table: ReportTable }
  | { readonly facts: readonly Fact[] }
  | { readonly paragraphs: readonly Text[] }
  | { readonly command: string };

export type Fact = readonly [name: Text, value: Text];

export function charted(chart: Omit<Chart, "table">, table: ReportTable): Shown {
  return { chart: { ...chart, table }, table };
}
