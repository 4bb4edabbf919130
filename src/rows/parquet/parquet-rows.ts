/** Rows of a Parquet file, in the same form as rows of other formats. */
import type { RowMaker } from "../row-maker.ts";
import { type Cell, type TypedColumn } from "../typed/column.ts";
import { ParquetFile } from "./parquet-file.ts";
import { COLUMN_ROLES } from "../choose-columns.ts";
import { MAX_RAW_UNITS, type RowBatch } from "../row.ts";

/**
 * Reads only the columns in use. The line of a row is its number, from 1. Throws like RowReader, and "config" if the
 * file is no Parquet or damaged.
 */
export async function* parquetRows(path: string, maker: RowMaker): AsyncGenerator<RowBatch> {
  const file = await ParquetFile.open(path);
  try {
    const chosen = maker.choose(file.columns.map(({ name }) => name));
    const roles = COLUMN_ROLES.map((role) => chosen[role]);
    const columns = file.columns.filter(({ name }) => roles.includes(name));
    const places = roles.map((name) => columns.findIndex((column) => column.name === name));
    let line = 0;
    for await (const { rows, data } of file.read(columns)) {
      const batch: RowBatch = { rows: [], setAside: [] };
      for (let row = 0; row < rows; row++) {
        const values = places.map((place) => (place < 0 ? undefined : valueOf(data[place]![row]!, columns[place]!)));
        if (maker.add(batch, ++line, "", values)) continue;
        const aside = batch.setAside.pop()!;
        batch.setAside.push({ ...aside, raw: rawOf(columns, data, row) });
      }
      yield batch;
    }
  } finally {
    await file.close();
  }
}

/** The value in the form of text files: a time with its zone, a number with all digits. */
function valueOf(cell: Cell, { type }: TypedColumn): unknown {
  if (cell === null) return null;
  if (type === "timestamp") return new Date(cell as number).toISOString();
  if (type !== "int64") return cell;
  return Number.isSafeInteger(Number(cell)) ? Number(cell) : String(cell);
}

/** The row as JSON. */
function rawOf(columns: readonly TypedColumn[], data: readonly (readonly Cell[])[], row: number): string {
  const cells = columns.map(({ name }, at) => [name, data[at]![row]!] as const);
  return JSON.stringify(Object.fromEntries(cells), (_, cell: Cell) =>
    typeof cell === "bigint" ? String(cell) : cell,
  ).slice(0, MAX_RAW_UNITS);
}
