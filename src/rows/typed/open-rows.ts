/** Opens a file of typed rows, whatever its format. */
import { closeSync, openSync, readSync } from "node:fs";
import { cannotRead } from "../../core/file/disk-error.ts";
import { formatOf, fileKind, requireFormat, type FileFormat } from "../file-format.ts";
import { ParquetFile } from "../parquet/parquet-file.ts";
import type { OpenRows } from "./format.ts";
import { LinesFile } from "./lines-file.ts";

/**
 * Opens `path`. Its format is the one asked for, else that of its name, else Parquet where it begins as one. Throws
 * RingfenceError "usage" for a format that cannot be told, "io" where the file cannot be read, "config" where it is
 * broken. Memory is bounded by a piece and by one row group of Parquet, packed.
 */
export async function openRows(path: string, asked?: FileFormat): Promise<OpenRows> {
  const found = asked ?? formatOf(path) ?? (isParquet(path) ? "parquet" : null);
  const kind = fileKind(found ?? requireFormat(path));
  return kind === "parquet" ? ParquetFile.open(path) : LinesFile.open(path, kind);
}

/** Whether a file begins as Parquet does. */
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
