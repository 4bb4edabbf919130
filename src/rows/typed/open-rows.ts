/** Opens a file of typed rows in any format. */
import { closeSync, openSync, readSync } from "node:fs";
import { cannotRead } from "../../core/file/disk-error.ts";
import { formatOf, fileKind, requireFormat, type FileFormat } from "../file-format.ts";
import { ParquetFile } from "../parquet/parquet-file.ts";
import type { OpenRows } from "./column.ts";
import { openLines } from "./lines-file.ts";

/**
 * The format is `asked`, else the one of the name, else Parquet if the file begins like it. Throws RingfenceError
 * "usage" for an unknown format, "io" if the file cannot be read, "config" if it is broken. Memory: a piece, and for
 * Parquet one packed row group.
 */
export async function openRows(path: string, asked?: FileFormat): Promise<OpenRows> {
  const found = asked ?? formatOf(path) ?? (isParquet(path) ? "parquet" : null);
  const kind = fileKind(found ?? requireFormat(path));
  return kind === "parquet" ? ParquetFile.open(path) : openLines(path, kind);
}

/** True if a file begins like Parquet. */
export function isParquet(path: string): boolean {
  try {
    const file = openSync(path, "r");
    try {
      const head = Buffer.alloc(4);
      return readSync(file, head, 0, head.length, 0) === head.length && head.toString("latin1") === "PAR1";
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw cannotRead(path, error);
  }
}
