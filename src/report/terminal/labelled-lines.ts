/** Lines with a label in front: the foot of a report. */
import { emphasise, type Style } from "../../core/terminal/table.ts";

/** `columns`: of the labels, with the space behind the longest. A text may have several lines; a label may be empty. */
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
