/** `--list`: points of a sweep from a CSV file, a row each, with paths of parameters as head. */
import { RingfenceError } from "../../core/errors.ts";
import { exactRecords } from "../../rows/csv/exact-records.ts";
import { readLines } from "../../rows/lines/text-lines.ts";
import { checkModulesOf } from "../../scenario/parameter-text.ts";
import type { ListPoint } from "../../study/sweep.ts";

const MAX_LIST_BYTES = 16 * 1024 * 1024;

/** Throws RingfenceError "io" if it cannot be read, "config" with the line. */
export function readPoints(path: string): ListPoint[] {
  const rows = exactRecords(`--list ${path}`, readLines(path, MAX_LIST_BYTES));
  const [head = [], ...body] = rows.map((row) => row.map((cell) => cell.trim()));
  const again = head.find((name, at) => head.indexOf(name) !== at);
  if (again !== undefined) {
    throw new RingfenceError("config", `--list ${path}, line 1: ${JSON.stringify(again)} stands there twice`);
  }
  // Own keys only, whatever their names.
  const points = body.map((row): ListPoint => Object.fromEntries(row.map((cell, at) => [head[at]!, cell])));
  for (const point of points) checkModulesOf(path, point);
  return points;
}
