/** The tidy table of a sweep: a row a run, in the order of points and seeds. */
import { FIGURE_COLUMNS } from "./figures.ts";
import type { ParameterValue } from "./effects.ts";
import type { CellResult } from "./run-cell.ts";

export const TABLE_FILE = "table.csv";

export interface SweepTable {
  /** point, the parameters, seed, the figures, digest. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly ParameterValue[])[];
}

/** A run that failed has no row. */
export function sweepTable(
  parameters: readonly string[],
  points: readonly (readonly ParameterValue[])[],
  results: readonly (readonly (CellResult | null)[])[],
): SweepTable {
  const columns = ["point", ...parameters, "seed", ...FIGURE_COLUMNS, "digest"];
  const rows = points.flatMap((values, at) =>
    results[at]!.flatMap((result) =>
      result === null
        ? []
        : [
            [
              at + 1,
              ...values,
              result.seed,
              ...FIGURE_COLUMNS.map((name) => result.figures[name] ?? null),
              result.digest,
            ],
          ],
    ),
  );
  return { columns, rows };
}

/** CSV as RFC 4180 has it, but for its line ends, which are those of Unix; what there is none of is empty. */
export function csvOf({ columns, rows }: SweepTable): string {
  return [columns, ...rows].map((row) => `${row.map(cellOf).join(",")}\n`).join("");
}

/** A spreadsheet runs a text that begins like a formula: an apostrophe keeps it text. */
function cellOf(value: ParameterValue): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const text = /^\s*[=+\-@\t\r＝＋－＠]/u.test(value) ? `'${value}` : value;
  return /[",\n\r;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
