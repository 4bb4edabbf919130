/** Rows of output as text: JSON Lines, CSV or TSV. */
import { quoted } from "../rows/csv/quoted.ts";
import { spreadsheetSafe } from "../rows/typed/spreadsheet-safe.ts";

/** A list is written as one to JSON Lines, and joined by semicolons to a cell. */
export type OutputValue = string | number | null | readonly string[];

/** One row of output, by column, in the order of the columns. */
export type OutputRow = Readonly<Record<string, OutputValue>>;

export type RowFileFormat = "jsonl" | "csv" | "tsv";

/** Each with its line break. */
export function formatRows(format: RowFileFormat, columns: readonly string[], rows: readonly OutputRow[]): string {
  if (format === "jsonl") return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  return rows
    .map((row) =>
      lineOf(
        format,
        columns.map((name) => cellText(row[name]!)),
      ),
    )
    .join("");
}

/** What stands above the rows. */
export function formatHeading(format: RowFileFormat, columns: readonly string[]): string {
  return format === "jsonl" ? "" : lineOf(format, columns);
}

const SPECIAL = { csv: /[\r\n\t";,]/, tsv: /[\r\n\t";]/ } as const;

function lineOf(format: Exclude<RowFileFormat, "jsonl">, cells: readonly string[]): string {
  const special = SPECIAL[format];
  const written = cells.map((cell) => (special.test(cell) ? quoted(cell) : cell));
  return `${written.join(format === "tsv" ? "\t" : ",")}\n`;
}

function cellText(value: OutputValue): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  return spreadsheetSafe(typeof value === "string" ? value : value.join("; "));
}
