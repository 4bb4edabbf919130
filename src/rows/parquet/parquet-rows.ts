/** Rows of a Parquet file, in the same form as rows of other formats. */
import type { RowMaker } from "../row-maker.ts";
import { type Cell, type ColumnType, type TypedColumn } from "../typed/column.ts";
import { ParquetFile } from "./parquet-file.ts";
import { COLUMN_ROLES } from "../choose-columns.ts";
import { type BeginRows, emptyLedger, type LineLedger } from "../row-parser.ts";
import type { RowBatch } from "../row.ts";

/** `line` is the number of the row, from 1. */
export class ParquetRows {
  readonly lines: LineLedger = emptyLedger();
  readonly #path: string;
  readonly #begin: BeginRows;
  maker: RowMaker | null = null;

  constructor(path: string, begin: BeginRows) {
    this.#path = path;
    this.#begin = begin;
  }

  /** Reads only the columns in use. Throws like RowReader, and "config" if the file is no Parquet or damaged. */
  async *batches(): AsyncGenerator<RowBatch> {
    const file = await ParquetFile.open(this.#path);
    try {
      const names = file.columns.map(({ name }) => name);
      const maker = (this.maker = this.#begin(names, null, null));
      const roles = COLUMN_ROLES.map((role) => maker.columns[role]);
      const columns = file.columns.filter(({ name }) => roles.includes(name));
      const places = roles.map((name) => columns.findIndex((column) => column.name === name));
      let line = 0;
      for await (const { rows, data } of file.read(columns)) {
        const batch: RowBatch = { rows: [], setAside: [] };
        for (let row = 0; row < rows; row++) {
          const values = places.map((place) => (place < 0 ? undefined : valueOf(data[place]![row]!, columns[place]!)));
          if (maker.add(batch, ++line, "", values)) {
            this.lines.inRows++;
            continue;
          }
          this.lines.setAside++;
          const aside = batch.setAside.pop()!;
          batch.setAside.push({ ...aside, raw: rawOf(columns, data, row) });
        }
        yield batch;
      }
    } finally {
      await file.close();
    }
  }
}

/** The value in the form of text files: a time with its zone, a number with all digits. */
function valueOf(cell: Cell, { type }: TypedColumn): unknown {
  return cell === null ? null : VALUES[type](cell);
}

const asItIs = (cell: Cell): unknown => cell;

const VALUES: Readonly<Record<ColumnType, (cell: Cell) => unknown>> = {
  string: asItIs,
  int32: asItIs,
  int64: (cell) => (Number.isSafeInteger(Number(cell)) ? Number(cell) : String(cell)),
  float64: asItIs,
  boolean: asItIs,
  timestamp: (cell) => new Date(cell as number).toISOString(),
};

/** The row as JSON. */
function rawOf(columns: readonly TypedColumn[], data: readonly (readonly Cell[])[], row: number): string {
  const cells = columns.map(({ name }, at) => [name, data[at]![row]!] as const);
  return JSON.stringify(Object.fromEntries(cells), (_, cell: Cell) =>
    typeof cell === "bigint" ? String(cell) : cell,
  ).slice(0, MAX_RAW_UNITS);
}

const MAX_RAW_UNITS = 1024;
