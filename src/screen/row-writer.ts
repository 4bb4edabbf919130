/** Rows of output in the requested form. Text is made here, unless it depends on earlier rows. */
import { type Identity, formatIdentity, identityForm } from "../event/identity.ts";
import { maskIdentity } from "../event/masking.ts";
import type { TextKind } from "../rows/file-format.ts";
import type { Cell, TypedColumn } from "../rows/typed/column.ts";
import { RowText } from "../rows/typed/row-text.ts";
import type { RowsAs, RowsOut, ScreenStart } from "./piece.ts";
import { riskOfRows } from "./stated-risk.ts";
import { formatRow, type RowOptions, SCREENED_TYPES, type ScreenedRow } from "./screened-row.ts";

/** How a thread shows callers and scripts. Callers that are numbered in the whole output are left out. */
export function rowOptionsOf({
  unmask,
  scripts,
  handles,
}: Pick<ScreenStart, "unmask" | "scripts" | "handles">): RowOptions {
  return {
    riskOf: riskOfRows(handles),
    show: unmask ? formatIdentity : (caller) => (isNumbered(caller) ? "" : maskIdentity(caller)),
    scriptOf: (template) => scripts[template]!,
  };
}

/** Callers that are neither number nor name are numbered in the output (event/masking.ts). */
export function isNumbered(caller: Identity): boolean {
  return identityForm(caller) === "opaque";
}

/** `numbered`: by row, the callers that are left out. */
export function writeRows(
  as: RowsAs,
  rows: readonly ScreenedRow[],
  numbered: ReadonlyMap<number, Identity>,
): RowsOut[] {
  if (as === null) return [];
  const out: RowsOut[] = [];
  let first = 0;
  for (let at = 0; at <= rows.length; at++) {
    const row = rows[at];
    const opaque = numbered.get(at);
    if (row !== undefined && opaque === undefined) continue;
    if (at > first) out.push({ text: formatScreened(as, rows.slice(first, at)), count: at - first });
    if (row !== undefined && opaque !== undefined) out.push({ row, opaque });
    first = at + 1;
  }
  return out;
}

/** Formats rows whose callers are filled in. */
export function formatScreened(as: Exclude<RowsAs, null>, rows: readonly ScreenedRow[]): string {
  if (as === "text") return rows.map((row) => formatRow(row)).join("");
  return formatRows(as, SCREENED_TYPES, rows);
}

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
