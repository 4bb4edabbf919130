/** The tidy table of a sweep: a row a run, in the order of points and seeds. */
import { join } from "node:path";
import { TypedFile } from "../rows/typed/typed-file.ts";
import type { Cell, ColumnType, TypedColumn } from "../rows/typed/column.ts";
import type { ParameterValue } from "./effects.ts";
import { FIGURE_COLUMNS } from "./figures.ts";
import type { CellResult } from "./run-cell.ts";

export interface SweepTable {
  /** point, the parameters, seed, the figures, digest. */
  readonly columns: readonly TypedColumn[];
  readonly rows: readonly Readonly<Record<string, Cell>>[];
}

/** `results`: by point and seed. A run that failed has no row. */
export function sweepTable(
  parameters: readonly string[],
  points: readonly (readonly ParameterValue[])[],
  results: readonly (readonly (CellResult | null)[])[],
): SweepTable {
  const types = parameters.map((_, axis) => typeOf(points.map((values) => values[axis]!)));
  const columns: TypedColumn[] = [
    { name: "point", type: "int32" },
    ...parameters.map((name, axis) => ({ name, type: types[axis]!, nullable: true })),
    { name: "seed", type: "int64" },
    ...FIGURE_COLUMNS.map((name) => ({ name, type: "float64" as const, nullable: true })),
    { name: "digest", type: "string" },
  ];
  const rows = points.flatMap((values, at) =>
    results[at]!.flatMap((result) => {
      if (result === null) return [];
      const moved = parameters.map((name, axis) => [name, asType(values[axis]!, types[axis]!)] as const);
      const { seed, digest, figures } = result;
      return [{ point: at + 1, ...Object.fromEntries(moved), seed: BigInt(seed), ...figures, digest }];
    }),
  );
  return { columns, rows };
}

/** table.csv and table.parquet, each whole or not at all, over those of an earlier state of the study. */
export function writeSweepTable(directory: string, { columns, rows }: SweepTable): void {
  for (const name of ["table.csv", "table.parquet"]) {
    const file = TypedFile.create(join(directory, name), columns, { force: true, spreadsheetSafe: true });
    try {
      file.writeRows(rows);
      file.finish();
    } catch (error) {
      file.discard();
      throw error;
    }
  }
}

/** One type for all of a parameter's values. */
function typeOf(values: readonly ParameterValue[]): ColumnType {
  const kinds = new Set(values.map((value) => typeof value));
  if (kinds.size > 1) return "string";
  return kinds.has("number") ? "float64" : kinds.has("boolean") ? "boolean" : "string";
}

function asType(value: ParameterValue, type: ColumnType): ParameterValue {
  return type === "string" && value !== null ? String(value) : value;
}
