/** Reads cells of text files. Null if a value is not of the type. */
import { readIsoTime } from "../iso-time.ts";
import type { Cell, ColumnType } from "./column.ts";

const INTEGER = /^[+-]?\d{1,20}$/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
/** Years that `toISOString` writes, and `readIsoTime` does not read. */
const FAR_YEAR = /^(?:[+-]\d{6}|00\d\d)-/;

const NOT_FINITE: Readonly<Record<string, number>> = { NaN, Infinity, "-Infinity": -Infinity };

export function cellOfText(written: string | null, type: ColumnType): Cell {
  if (written === null || type === "string") return written;
  switch (type) {
    case "int32":
      return INTEGER.test(written) ? Number(written) : null;
    case "int64":
      return INTEGER.test(written) ? BigInt(written.replace("+", "")) : null;
    case "float64":
      if (Object.hasOwn(NOT_FINITE, written)) return NOT_FINITE[written]!;
      return NUMBER.test(written) ? Number(written) : null;
    case "boolean":
      return /^true$/i.test(written) ? true : /^false$/i.test(written) ? false : null;
    case "timestamp":
      return timeOf(written);
  }
}

/** In JSON, integers of 64 bits, times and numbers that are not finite are strings. */
export function cellOfJson(written: unknown, type: ColumnType): Cell {
  if (typeof written === "string") return type === "int32" || type === "boolean" ? null : cellOfText(written, type);
  if (typeof written === "boolean") return type === "boolean" ? written : null;
  if (typeof written !== "number") return null;
  if (type === "int64") return Number.isSafeInteger(written) ? BigInt(written) : null;
  return type === "int32" || type === "float64" ? written : null;
}

/** Milliseconds since 1970, UTC without a zone. Finer digits are cut off. */
function timeOf(written: string): number | null {
  const time = FAR_YEAR.test(written) ? Date.parse(written) : readIsoTime(written);
  return Number.isNaN(time) ? null : time;
}
