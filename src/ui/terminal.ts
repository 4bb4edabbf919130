/** Tables and facts in a terminal. */
import { emphasise, renderTable, type Style } from "../core/terminal/table.ts";
import { remark } from "../core/terminal/wrap.ts";
import { en } from "./words.ts";
import type { ReportTable } from "./table.ts";

/** At most 80 columns, with notes below. */
export function drawTable({ head, rows, notes = [] }: ReportTable, style: Style): string {
  return renderTable(
    head.map(en),
    rows.map((cells) => cells.map(en)),
    style,
    remark(notes.map(en).join("\n")),
  );
}

export function labelledLines(
  lines: readonly (readonly [label: string, text: string])[],
  columns: number,
  style: Style,
): string {
  return lines
    .map(([label, text]) => {
      const indented = text.replaceAll("\n", `\n${" ".repeat(columns)}`);
      return emphasise("bold", label, style) + " ".repeat(columns - label.length) + indented;
    })
    .join("\n");
}
