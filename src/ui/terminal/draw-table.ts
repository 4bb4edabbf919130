/** Tables of the report in a terminal: at most 80 columns, with notes below. */
import { renderTable, type Style } from "../../core/terminal/table.ts";
import { remark } from "../../core/terminal/wrap.ts";
import { en } from "../words.ts";
import type { ReportTable } from "../table.ts";

export function drawTable({ head, rows, notes }: ReportTable, style: Style): string {
  return renderTable(
    head.map(en),
    rows.map((cells) => cells.map(en)),
    style,
    remark(notes.map(en).join("\n")),
  );
}
