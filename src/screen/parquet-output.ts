/** Rows of output as Parquet: lists are joined by semicolons, as in the cells of CSV. */
import type { OutputRow, OutputValue } from "./row-format.ts";
import type { Cell, TypedColumn } from "../rows/typed/column.ts";
import type { ByteSink } from "../rows/typed/encoder.ts";
import { TypedWriter } from "../rows/typed/typed-writer.ts";

export class ParquetOutput {
  readonly #columns: readonly TypedColumn[];
  readonly #writer: TypedWriter;

  constructor(columns: readonly TypedColumn[], sink: ByteSink) {
    this.#columns = columns;
    this.#writer = new TypedWriter(columns, sink, { format: "parquet" });
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

function cellOf(value: OutputValue, type: TypedColumn["type"]): Cell {
  if (typeof value === "number") return type === "int64" ? BigInt(value) : value;
  return value === null || typeof value === "string" ? value : value.join("; ");
}
