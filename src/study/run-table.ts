/** The tidy table of a study: a row a run, with its variant, its seed, its figures and its digest. */
import type { Cell, ColumnType, TypedColumn } from "../rows/typed/column.ts";
import type { AskedCell } from "./cells/cell-runner.ts";
import type { CellResult } from "./cells/cell.ts";
import { FIGURE_COLUMNS } from "./figures.ts";

export interface StudyTable {
  readonly columns: readonly TypedColumn[];
  readonly rows: readonly Readonly<Record<string, Cell>>[];
}

export type VariantValue = string | number | boolean | null;

export interface TableRun {
  readonly variant: string;
  readonly values?: readonly VariantValue[];
  readonly result: CellResult | null;
}

/** `names`: the study's own columns. A failed run has no row. */
export function tableOfRuns(runs: readonly TableRun[], names: readonly string[] = []): StudyTable {
  const types = names.map((_, at) => typeOf(runs.map(({ values }) => values![at]!)));
  const columns: TypedColumn[] = [
    { name: "variant", type: "string" },
    ...names.map((name, at) => ({ name, type: types[at]!, nullable: true })),
    { name: "seed", type: "int64" },
    ...FIGURE_COLUMNS.map((name) => ({ name, type: "float64" as const, nullable: true })),
    { name: "digest", type: "string" },
  ];
  const rows = runs.flatMap(({ variant, values, result }) => {
    if (result === null) return [];
    const own = names.map((name, at) => [name, asType(values![at]!, types[at]!)] as const);
    const { seed, digest, figures } = result;
    // A user's measure may have fewer figures.
    const known = FIGURE_COLUMNS.map((name) => [name, figures[name] ?? null] as const);
    return [{ variant, ...Object.fromEntries(own), seed: BigInt(seed), ...Object.fromEntries(known), digest }];
  });
  return { columns, rows };
}

export function runTable(asked: readonly AskedCell[]): StudyTable {
  return tableOfRuns(asked.map(({ cell, result }) => ({ variant: cell.variant, result })));
}

/** The type of a column follows from its values. */
export function summaryTable(
  names: readonly string[],
  rows: readonly Readonly<Record<string, VariantValue>>[],
): StudyTable {
  const columns = names.map((name) => ({
    name,
    type: typeOf(rows.flatMap((row) => row[name] ?? [])),
    nullable: true,
  }));
  return { columns, rows };
}

function typeOf(values: readonly VariantValue[]): ColumnType {
  const kinds = new Set(values.map((value) => typeof value));
  if (kinds.size > 1) return "string";
  return kinds.has("number") ? "float64" : kinds.has("boolean") ? "boolean" : "string";
}

function asType(value: VariantValue, type: ColumnType): VariantValue {
  return type === "string" && value !== null ? String(value) : value;
}
