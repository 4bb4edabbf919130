import { emphasise, type Style } from "../../core/terminal/table.ts";

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
