/** `--list`: points of a sweep from a file, a row each: CSV with paths as head, or JSON Lines. */
import { extname } from "node:path";
import { RingfenceError } from "../../core/errors.ts";
import { exactRecords } from "../../rows/csv/exact-records.ts";
import { objectOfLine } from "../../rows/json-lines/json-object.ts";
import type { Line } from "../../rows/lines/line-splitter.ts";
import { readLines } from "../../rows/lines/text-lines.ts";
import { checkModulesOf } from "../../scenario/engine-modules.ts";
import type { ListPoint } from "../../study/sweep-plan.ts";

const MAX_LIST_BYTES = 16 * 1024 * 1024;

/** Throws RingfenceError "usage" for another extension, "io" if it cannot be read, "config" with the line. */
export function readPoints(path: string): ListPoint[] {
  const extension = extname(path).toLowerCase();
  if (![".csv", ".jsonl", ".ndjson"].includes(extension)) {
    throw new RingfenceError("usage", `--list ${path}: expected a .csv or .jsonl file`);
  }
  const lines = readLines(path, MAX_LIST_BYTES);
  const points = extension === ".csv" ? pointsOfCsv(path, lines) : lines.flatMap((line) => pointOfJson(path, line));
  for (const point of points) checkModulesOf(path, point);
  return points;
}

function pointsOfCsv(path: string, lines: readonly Line[]): ListPoint[] {
  const rows = exactRecords(`--list ${path}`, lines).map((row) => row.map((cell) => cell.trim()));
  const [head = [], ...body] = rows;
  const again = head.find((name, at) => head.indexOf(name) !== at);
  if (again !== undefined) {
    throw new RingfenceError("config", `--list ${path}, line 1: ${JSON.stringify(again)} stands there twice`);
  }
  return body.map((row) => ownPoint(row.map((cell, at) => [head[at]!, cell] as const)));
}

function pointOfJson(path: string, line: Line): ListPoint[] {
  const point = objectOfLine(line);
  if (point === null) return [];
  const entries = typeof point === "string" ? null : Object.entries(point);
  if (entries?.every(([, value]) => ["string", "number", "boolean"].includes(typeof value))) {
    return [ownPoint(entries as [string, ListPoint[string]][])];
  }
  const expected = 'expected an object of values by path, as {"warnings.low":0.5}';
  throw new RingfenceError("config", `--list ${path}, line ${line.number}: ${expected}`);
}

/** Own keys only, whatever their names. */
function ownPoint(entries: Iterable<readonly [string, ListPoint[string]]>): ListPoint {
  return Object.fromEntries(entries);
}
