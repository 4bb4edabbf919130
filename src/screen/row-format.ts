/** Rows of output as text: JSON Lines, CSV or TSV. */
import { cellWriter } from "../rows/csv/csv-text.ts";

/** A list stays a list in JSON Lines, and is joined by semicolons in a cell. */
export type OutputValue = string | number | null | readonly string[];

/** One row of output, by column, in the order of the columns. */
export type OutputRow = Readonly<Record<string, OutputValue>>;

export type RowFileFormat = "jsonl" | "csv" | "tsv";

export function formatRows(format: RowFileFormat, columns: readonly string[], rows: readonly OutputRow[]): string {
  if (format === "jsonl") return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  const { delimiter, write } = CELLS[format];
  const cellOf = (value: OutputValue): string => {
    if (value === null) return "";
    return typeof value === "number" ? String(value) : write(typeof value === "string" ? value : value.join("; "));
  };
  return rows.map((row) => `${columns.map((name) => cellOf(row[name]!)).join(delimiter)}\n`).join("");
}

export function formatHeading(format: RowFileFormat, columns: readonly string[]): string {
  return format === "jsonl" ? "" : `${columns.join(CELLS[format].delimiter)}\n`;
}

const CELLS = {
  csv: { delimiter: ",", write: cellWriter(",", true) },
  tsv: { delimiter: "\t", write: cellWriter("\t", true) },
} as const;
