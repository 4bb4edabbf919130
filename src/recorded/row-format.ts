/** Rows of output as text: JSON Lines, or a table. */
import { stringify } from "csv-stringify/sync";

/** A list is written as one to JSON Lines, and joined by semicolons to a cell. */
export type OutputValue = string | number | null | readonly string[];

/** One row of output, by column, in the order of the columns. */
export type OutputRow = Readonly<Record<string, OutputValue>>;

export type RowFileFormat = "jsonl" | "csv" | "tsv";

export const FORMAT_BY_EXTENSION: Readonly<Record<string, RowFileFormat>> = {
  ".jsonl": "jsonl",
  ".ndjson": "jsonl",
  ".csv": "csv",
  ".tsv": "tsv",
};

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

/**
 * The same where `escape_formulas` sees none: where a semicolon begins a cell, as it does in countries that write
 * decimals with a comma, and where a line begins. Quotes are no help there, for they count at the head of a cell alone:
 * of `7,"a;=1"` that is `7,"a`, and `""=1` begins with nothing. A sign makes one only with a name, a number or a
 * bracket behind it: `;-)` is none.
 */
function escapeHiddenFormulas(cell: string): string {
  return cell.replace(/([;\r\n](?:[^\S\r\n]|")*)(?=[=@＝＠]|[+\-＋－][\p{L}\p{N}(.])/gu, "$1'");
}
