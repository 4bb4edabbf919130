/** Every figure of a report as CSV: a row each, for a spreadsheet. */
import { csvCell } from "../ui/table.ts";
import { en } from "../ui/words.ts";
import type { Report } from "./document.ts";
import { nameOf, unitOf } from "./statement.ts";

const HEAD = ["section", "name", "words", "column", "unit", "value", "low", "high", "n"];

/** Ends with a line break. */
export function reportCsv({ sections, figures }: Report): string {
  const lines = sections.flatMap(({ id, statements }) =>
    statements
      .filter((statement) => statement.kind === "table")
      .flatMap((table) =>
        table.rows.flatMap((row) =>
          table.columns.flatMap((column) => {
            const name = nameOf(table.of, row.id, column.id);
            const found = figures[name];
            if (found === undefined) return [];
            const { value, low, high, n } = found;
            return [[id, name, en(row.words), en(column.words), unitOf(table, row, column), value, low, high, n]];
          }),
        ),
      ),
  );
  return csvText([HEAD, ...lines]);
}

/** Ends with a line break. A missing cell is empty. */
export function csvText(rows: readonly (readonly (string | number | boolean | null | undefined)[])[]): string {
  return rows
    .map(
      (cells) => `${cells.map((cell) => (typeof cell === "string" ? csvCell(cell) : String(cell ?? ""))).join(",")}\n`,
    )
    .join("");
}
