import { RowReader, type RowSource } from "../../src/rows/read-rows.ts";
import type { RowBatch } from "../../src/rows/row.ts";

export type Read = RowBatch & { readonly reader: RowReader };

/** All rows of a file or a stream. */
export async function readAll(source: Omit<RowSource, "columns"> & Partial<RowSource>): Promise<Read> {
  const reader = new RowReader({ columns: {}, ...source });
  const all: Read = { rows: [], setAside: [], reader };
  for await (const { rows, setAside } of reader.batches()) {
    all.rows.push(...rows);
    all.setAside.push(...setAside);
  }
  return all;
}
