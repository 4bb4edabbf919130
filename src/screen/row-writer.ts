/** Rows of output in the requested form. */
import type { TextKind } from "../rows/file-format.ts";
import type { Cell, TypedColumn } from "../rows/typed/column.ts";
import { RowText } from "../rows/typed/row-text.ts";

/** A list stays a list in JSON Lines, and is joined by semicolons in a cell. */
type OutputValue = string | number | null | readonly string[];

/** One row of output, by column, in the order of the columns. */
export type OutputRow = Readonly<Record<string, OutputValue>>;

export function formatRows(format: TextKind, columns: readonly TypedColumn[], rows: readonly OutputRow[]): string {
  if (format === "jsonl") return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  const cells = cellsOf(columns, rows);
  const text = new RowText(columns, format, true);
  return rows.map((_, row) => text.lineOf(cells, row)).join("");
}

/** By column. */
export function cellsOf(columns: readonly TypedColumn[], rows: readonly OutputRow[]): Cell[][] {
  return columns.map(({ name, type }) => rows.map((row) => cellOf(row[name]!, type)));
}

function cellOf(value: OutputValue, type: TypedColumn["type"]): Cell {
  if (typeof value === "number") return type === "int64" ? BigInt(value) : value;
  return value === null || typeof value === "string" ? value : value.join("; ");
}
