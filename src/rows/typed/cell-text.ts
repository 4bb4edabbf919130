/** Cells from what text files hold of them; undefined where that is nothing of the type. */
import type { Cell, ColumnType } from "./column.ts";

type Found = Cell;

const INTEGER = /^[+-]?\d{1,20}$/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
/** ISO 8601, or a blank for its T; without a zone it is UTC. */
const TIME = /^([+-]\d{6}|\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?(Z|[+-]\d\d:?\d\d)?$/;

const NOT_FINITE: Readonly<Record<string, number>> = { NaN, Infinity, "-Infinity": -Infinity };

/** Null where `written` is nothing of the type. */
export function cellOfText(written: string | null, type: ColumnType): Found {
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

/** JSON has numbers and strings: integers of 64 bits, times and numbers that are not finite are strings in it. */
export function cellOfJson(written: unknown, type: ColumnType): Found {
  if (typeof written === "string") return type === "int32" || type === "boolean" ? null : cellOfText(written, type);
  if (typeof written === "boolean") return type === "boolean" ? written : null;
  if (typeof written !== "number") return null;
  if (type === "int64") return Number.isSafeInteger(written) ? BigInt(written) : null;
  return type === "int32" || type === "float64" ? written : null;
}

/** Milliseconds since 1970; what is finer is cut off. */
export function timeOf(written: string): number | null {
  const found = TIME.exec(written);
  if (found === null) return null;
  const [, year, month, day, hour = "00", minute = "00", second = "00", fraction = "", zone = "Z"] = found;
  const ms = fraction.padEnd(3, "0").slice(0, 3);
  const offset = zone === "Z" ? "Z" : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}${offset}`);
  return Number.isNaN(time) ? null : time;
}
