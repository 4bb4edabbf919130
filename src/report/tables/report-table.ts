/**
 * A table before it is drawn. The terminal (terminal/draw-table.ts) and the page (html/figure.ts) both draw it. To add
 * one, write a function from the report to such a table in this folder, and name it in terminal/render-report.ts and
 * html/run-page.ts.
 */
import type { DataTable } from "../chart/chart.ts";

/**
 * The first column names the rows and stands to the left. Figures stand to the right. A cell may have several lines.
 */
export interface ReportTable extends DataTable {
  /** How to read it: a paragraph each, which the drawers break into lines. */
  readonly notes: readonly string[];
}

/** A figure above its interval, where it has one. */
export function stack(figure: string, interval: string): string {
  return interval === "" ? figure : `${figure}\n${interval}`;
}
