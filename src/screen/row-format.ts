/** Rows of output as text: JSON Lines, or a table. */
import { stringify } from "csv-stringify/sync";
import { escapeHiddenFormulas } from "../rows/format/spreadsheet-safe.ts";

/** A list is written as one to JSON Lines, and joined by semicolons to a cell. */
export type OutputValue = string | number | null | readonly string[];

/** One row of output, by column, in the order of the columns. */
export type OutputRow = Readonly<Record<string, OutputValue>>;

export type RowFileFormat = "jsonl" | "csv" | "tsv";

/** Each with its line break. */
export function formatRows(format: RowFileFormat, columns: readonly string[], rows: readonly OutputRow[]): string {
  if (format === "jsonl") return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  return rows.length === 0 ? "" : delimited(format, columns, rows, false);
}

/** What stands above the rows. */
export function formatHeading(format: RowFileFormat, columns: readonly string[]): string {
  return format === "jsonl" ? "" : delimited(format, columns, [], true);
}

function delimited(
  format: Exclude<RowFileFormat, "jsonl">,
  columns: readonly string[],
  rows: readonly OutputRow[],
  header: boolean,
): string {
  return stringify(rows as OutputRow[], {
    columns,
    header,
    delimiter: format === "tsv" ? "\t" : ",",
    // A spreadsheet runs a cell that starts like a formula: a leading apostrophe makes it text.
    escape_formulas: true,
    quoted_match: /[\r\n\t";]/,
    cast: {
      string: escapeHiddenFormulas,
      object: (list) => (Array.isArray(list) ? escapeHiddenFormulas(list.join("; ")) : ""),
    },
  });
}
