/** Rows of output as a Parquet table: lists are joined by semicolons, as in the cells of CSV. */
import type { OutputRow, OutputValue } from "../screen/row-format.ts";
import type { Cell, TableColumn } from "../rows/format/column.ts";
import type { ByteSink } from "../rows/format/encoder.ts";
import { TableWriter } from "../rows/format/table-writer.ts";

export class ParquetRows {
  readonly #columns: readonly TableColumn[];
  readonly #writer: TableWriter;

  constructor(columns: readonly TableColumn[], sink: ByteSink) {
    this.#columns = columns;
    this.#writer = new TableWriter(columns, sink, { format: "parquet" });
  }

  /** Rows that were formatted as JSON Lines. */
  write(lines: string): void {
    const rows = lines.split("\n").filter((line) => line !== "");
    this.#writer.writeRows(rows.map((line) => this.#cellsOf(JSON.parse(line) as OutputRow)));
  }

  finish(): void {
    this.#writer.finish();
  }

  #cellsOf(row: OutputRow): Record<string, Cell> {
    return Object.fromEntries(this.#columns.map(({ name, type }) => [name, cellOf(row[name]!, type)]));
  }
}

function cellOf(value: OutputValue, type: TableColumn["type"]): Cell {
  if (typeof value === "number") return type === "int64" ? BigInt(value) : value;
  return value === null || typeof value === "string" ? value : value.join("; ");
}
