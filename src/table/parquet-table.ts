/** Tables as Parquet, compressed by Snappy, in row groups of a fixed size: one group is held in memory. */
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import type { Cell, ColumnData, ColumnType, TableColumn } from "./column.ts";
import type { ByteSink, TableEncoder } from "./table-writer.ts";

/** The writer comes with a copy of the types of its own. */
type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]["schema"][number];

/** Enough for a reader to skip much by the statistics of a group, few enough to hold. */
export const GROUP_ROWS = 32_768;

const ELEMENTS: Readonly<Record<ColumnType, Omit<SchemaElement, "name">>> = {
  string: { type: "BYTE_ARRAY", converted_type: "UTF8" },
  int32: { type: "INT32" },
  int64: { type: "INT64" },
  float64: { type: "DOUBLE" },
  boolean: { type: "BOOLEAN" },
  timestamp: { type: "INT64", converted_type: "TIMESTAMP_MILLIS" },
};

/** A dictionary takes -0 for 0, and no number with a fraction twice is worth one. */
const PLAIN: readonly ColumnType[] = ["float64"];
/** By which readers skip groups; those of strings help nobody and cost much. */
const WITH_STATISTICS: readonly ColumnType[] = ["int32", "int64", "timestamp"];

export class ParquetTable implements TableEncoder {
  readonly #columns: readonly TableColumn[];
  readonly #writer: ParquetWriter;
  /** The cells of the group that is being filled, by column. */
  #group: Cell[][];
  #rows = 0;

  constructor(columns: readonly TableColumn[], sink: ByteSink) {
    this.#columns = columns;
    this.#group = columns.map(() => []);
    const schema: SchemaElement[] = [
      { name: "root", num_children: columns.length },
      ...columns.map(({ name, type, nullable = false }): SchemaElement => {
        return { ...ELEMENTS[type], name, repetition_type: nullable ? "OPTIONAL" : "REQUIRED" };
      }),
    ];
    this.#writer = new ParquetWriter({ writer: new Flushed(sink), schema, createdBy: "ringfence" });
  }

  write(data: readonly ColumnData[], rows: number): void {
    for (let from = 0; from < rows;) {
      const taken = Math.min(rows - from, GROUP_ROWS - this.#rows);
      for (let at = 0; at < data.length; at++) {
        const [cells, column] = [data[at]!, this.#group[at]!];
        const isTime = this.#columns[at]!.type === "timestamp";
        for (let row = from; row < from + taken; row++) {
          const cell = cells[row]!;
          column.push(isTime && cell !== null ? BigInt(cell) : cell);
        }
      }
      from += taken;
      this.#rows += taken;
      if (this.#rows === GROUP_ROWS) this.#flush();
    }
  }

  finish(): void {
    this.#flush();
    void this.#writer.finish();
  }

  #flush(): void {
    if (this.#rows === 0) return;
    const columnData = this.#columns.map(({ name, type }, at) => ({
      name,
      data: this.#group[at]!,
      statistics: WITH_STATISTICS.includes(type),
      ...(PLAIN.includes(type) ? { encoding: "PLAIN" as const } : {}),
    }));
    void this.#writer.write({ columnData, rowGroupSize: GROUP_ROWS });
    this.#group = this.#columns.map(() => []);
    this.#rows = 0;
  }
}

/** Hands on what a group has come to, and begins its memory again. */
class Flushed extends ByteWriter {
  readonly #sink: ByteSink;

  constructor(sink: ByteSink) {
    super(1 << 20);
    this.#sink = sink;
  }

  flush(): void {
    this.#sink(this.getBytes());
    this.index = 0;
  }

  override finish(): void {
    this.flush();
  }
}
