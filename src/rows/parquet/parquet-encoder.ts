/** Typed rows as Parquet, compressed by Snappy, in row groups of a fixed size: one group is held in memory. */
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import type { Cell, ColumnData, ColumnType, TypedColumn, ByteSink, Encoder } from "../typed/column.ts";

/** The writer has its own copy of the types. */
type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]["schema"][number];

/** Rows of a group, which is held in memory. Readers can skip groups by their statistics. */
const GROUP_ROWS = 32_768;

const ELEMENTS: Readonly<Record<ColumnType, Omit<SchemaElement, "name">>> = {
  string: { type: "BYTE_ARRAY", converted_type: "UTF8" },
  int32: { type: "INT32" },
  int64: { type: "INT64" },
  float64: { type: "DOUBLE" },
  boolean: { type: "BOOLEAN" },
  timestamp: { type: "INT64", converted_type: "TIMESTAMP_MILLIS" },
};

/** Statistics of strings would cost much and help little. */
const WITH_STATISTICS: readonly ColumnType[] = ["int32", "int64", "timestamp"];

export class ParquetEncoder implements Encoder {
  readonly #columns: readonly TypedColumn[];
  readonly #writer: ParquetWriter;
  /** Cells of the present group, by column and piece. */
  #group: Cell[][][];
  #rows = 0;

  constructor(columns: readonly TypedColumn[], sink: ByteSink) {
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
      const to = Math.min(rows, from + GROUP_ROWS - this.#rows);
      for (const [at, cells] of data.entries()) {
        this.#group[at]!.push(Array.isArray(cells) ? cells.slice(from, to) : Array.from(cells).slice(from, to));
      }
      this.#rows += to - from;
      from = to;
      if (this.#rows === GROUP_ROWS) this.#flush();
    }
  }

  finish(): void {
    this.#flush();
    void this.#writer.finish();
  }

  #flush(): void {
    if (this.#rows === 0) return;
    const columnData = this.#columns.map(({ name, type }, at) => {
      const cells = ([] as Cell[]).concat(...this.#group[at]!);
      return { name, ...encoded(cells, type), statistics: WITH_STATISTICS.includes(type) };
    });
    this.#group = this.#columns.map(() => []);
    this.#rows = 0;
    // One page a group.
    void this.#writer.write({ columnData, rowGroupSize: GROUP_ROWS, pageSize: 0 });
  }
}

type Encoded = Pick<Parameters<ParquetWriter["write"]>[0]["columnData"][number], "data" | "encoding" | "codec">;

/** The cells in the writer's form, with the best encoding. */
function encoded(cells: Cell[], type: ColumnType): Encoded {
  if (type === "timestamp")
    return { data: cells.map((cell) => (cell === null ? null : BigInt(cell))), encoding: "PLAIN" };
  // No dictionary: it would turn -0 into 0, and fractions seldom repeat.
  if (type === "float64") return { data: cells, encoding: "PLAIN" };
  if (type !== "string" || repeats(cells)) return { data: cells };
  const { data, bytes } = bytesOf(cells as (string | null)[]);
  // Short distinct strings do not pack.
  const isShort = bytes < cells.length * SHORT_BYTES;
  return { data, encoding: "PLAIN", ...(isShort ? { codec: "UNCOMPRESSED" as const } : {}) };
}

const SAMPLED_CELLS = 512;
const SHORT_BYTES = 24;

/** True if half of a sample repeats: a dictionary is then worth trying. */
function repeats(cells: readonly Cell[]): boolean {
  const step = Math.max(1, Math.floor(cells.length / SAMPLED_CELLS));
  const sample = cells.filter((cell, at) => at % step === 0 && cell !== null);
  return new Set(sample).size * 2 <= sample.length;
}

/** Encodes all strings at once, which is faster than one by one. */
function bytesOf(cells: readonly (string | null)[]): { readonly data: (Uint8Array | null)[]; readonly bytes: number } {
  const joined = cells.join("");
  const bytes = Buffer.from(joined, "utf8");
  const isAscii = joined.length === bytes.length;
  const lengths = cells.map((cell) => (cell === null ? 0 : isAscii ? cell.length : Buffer.byteLength(cell, "utf8")));
  // False if two halves of a surrogate pair meet between two strings.
  const isSum = lengths.reduce((sum, length) => sum + length, 0) === bytes.length;
  let at = 0;
  const data = cells.map((cell, index) => {
    if (cell === null) return null;
    return isSum ? bytes.subarray(at, (at += lengths[index]!)) : Buffer.from(cell, "utf8");
  });
  return { data, bytes: bytes.length };
}

/** Passes a finished group to the sink and reuses the memory. */
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
