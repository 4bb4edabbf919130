/** `--list`: points of a sweep from a file, a row each: CSV whose head are paths, or JSON Lines. */
import { extname } from "node:path";
import { parse } from "csv-parse/sync";
import { readBounded } from "../core/bounded-file.ts";
import { RingfenceError, messageOf } from "../core/errors.ts";
import type { ListPoint } from "../study/sweep-plan.ts";

const MAX_LIST_BYTES = 16 * 1024 * 1024;

/** Throws RingfenceError "usage" for another extension, "io" where it cannot be read, "config" with the line. */
export function readPoints(path: string): ListPoint[] {
  const extension = extname(path).toLowerCase();
  if (![".csv", ".jsonl", ".ndjson"].includes(extension)) {
    throw new RingfenceError("usage", `--list ${path}: expected a .csv or .jsonl file`);
  }
  const text = readBounded(path, MAX_LIST_BYTES)
    .toString("utf8")
    .replace(/^\uFEFF/, "");
  return extension === ".csv" ? readCsv(path, text) : readLines(path, text);
}

function readCsv(path: string, text: string): ListPoint[] {
  let rows: string[][];
  try {
    rows = parse(text, { trim: true, skip_empty_lines: true }) as string[][];
  } catch (cause) {
    throw new RingfenceError("config", `--list ${path}: ${messageOf(cause)}`, { cause });
  }
  const [head = [], ...body] = rows;
  const again = head.find((name, at) => head.indexOf(name) !== at);
  if (again !== undefined) {
    throw new RingfenceError("config", `--list ${path}, line 1: ${JSON.stringify(again)} stands there twice`);
  }
  return body.map((row) => ownPoint(row.map((cell, at) => [head[at]!, cell] as const)));
}

function readLines(path: string, text: string): ListPoint[] {
  return text.split("\n").flatMap((line, at) => {
    if (line.trim() === "") return [];
    const point = jsonOf(line);
    const isPoint = typeof point === "object" && point !== null && !Array.isArray(point);
    const entries = isPoint ? Object.entries(point) : [];
    if (isPoint && entries.every(([, value]) => ["string", "number", "boolean"].includes(typeof value))) {
      return [ownPoint(entries as [string, ListPoint[string]][])];
    }
    const expected = 'expected an object of values by path, as {"warnings.low":0.5}';
    throw new RingfenceError("config", `--list ${path}, line ${at + 1}: ${expected}`);
  });
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** Of own keys, whatever they are called. */
function ownPoint(entries: Iterable<readonly [string, ListPoint[string]]>): ListPoint {
  return Object.fromEntries(entries);
}
