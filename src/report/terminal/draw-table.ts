/** Tables of the report in a terminal: at most 80 columns, with notes below. */
import { renderTable, type Style } from "../../core/terminal/table.ts";
import { remark } from "../../core/terminal/wrap.ts";
import type { ReportTable } from "../tables/report-table.ts";

export function drawTable({ head, rows, notes }: ReportTable, style: Style): string {
  return renderTable(head, rows, style, remark(notes.join("\n")));
}
