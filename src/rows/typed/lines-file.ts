/** Reads typed rows from CSV, TSV and JSON Lines. */
import { RingfenceError } from "../../core/errors.ts";
import { type Cell, FITS, type TypedColumn, type OpenRows, type RowPiece } from "./column.ts";
import { cellOfJson, cellOfText } from "./cell-text.ts";
import type { Field } from "../csv/csv-record.ts";
import { ExactRecords } from "../csv/exact-records.ts";
import type { TextKind } from "../file-format.ts";
import { exactObjects, type JsonObject, ownValue } from "../json-lines/json-object.ts";
import { LineSplitter } from "../lines/line-splitter.ts";
import { linesOf } from "../lines/text-lines.ts";
import { bytesOf, unpacked } from "../lines/unpacked.ts";

type Row = readonly Field[] | JsonObject;

/** Throws RingfenceError "io" if the file cannot be read, "config" if it is broken, "noData" if it is empty. */
export async function openLines(path: string, kind: TextKind): Promise<OpenRows> {
  const pieces = recordsOf(path, kind);
  let piece = await pieces.next();
  while (piece.done !== true && piece.value.length === 0) piece = await pieces.next();
  if (piece.done === true) {
    throw new RingfenceError("noData", `${path}: the file is empty: it should begin with its columns`);
  }
  const [head, ...others] = piece.value;
  const isJson = kind === "jsonl";
  const names = isJson
    ? [...new Set(piece.value.flatMap((row) => Object.keys(row)))]
    : (head as readonly Field[]).map((field) => field ?? "");
  const first = isJson ? piece.value : others;
  return {
    names,
    read: (columns) => readTyped(path, names, columns, first, pieces),
    close: async () => void (await pieces.return(undefined)),
  };
}

/** Closes the file at its end. */
async function* readTyped(
  path: string,
  names: readonly string[],
  columns: readonly TypedColumn[],
  first: readonly Row[],
  others: AsyncGenerator<readonly Row[]>,
): AsyncGenerator<RowPiece> {
  try {
    const places = columns.map(({ name }) => names.indexOf(name));
    const missing = columns.find((_, at) => places[at]! < 0);
    if (missing !== undefined) {
      const found = `its columns: ${names.slice(0, 60).join(", ")}`;
      const what = `column ${missing.name} is missing, the file has another schema`;
      throw new RingfenceError("config", `${path}: ${what}; ${found}`);
    }
    let row = 0;
    const typed = (records: readonly Row[]): RowPiece => {
      const data = columns.map((): Cell[] => []);
      for (const record of records) {
        row++;
        if (Array.isArray(record) && record.length !== names.length) {
          const what = `row ${row} has ${record.length} cells, and there are ${names.length} columns`;
          throw new RingfenceError("config", `${path}: ${what}: the file is cut short or broken there`);
        }
        for (const [at, column] of columns.entries()) data[at]!.push(cellOf(record, places[at]!, column, path, row));
      }
      return { rows: records.length, data };
    };
    if (first.length > 0) yield typed(first);
    for await (const records of others) if (records.length > 0) yield typed(records);
  } finally {
    await others.return(undefined);
  }
}

function cellOf(record: Row, place: number, column: TypedColumn, path: string, row: number): Cell {
  const { name, type, nullable = false } = column;
  const isText = Array.isArray(record);
  const written = isText
    ? ((record as readonly Field[])[place] ?? null)
    : (ownValue(record as JsonObject, name) ?? null);
  // Other programs write empty strings without quotes.
  if (written === null && isText && type === "string" && !nullable) return "";
  if (written === null && nullable) return null;
  const cell = isText ? cellOfText(written as Field, type) : cellOfJson(written, type);
  if (cell !== null && FITS[type](cell)) return cell;
  const found = written === null ? "nothing" : JSON.stringify(written).slice(0, 40);
  throw new RingfenceError("config", `${path}: row ${row}, column ${name}: expected ${type}, found ${found}`);
}

/** A longer line has a quote that is not closed, or is no row. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;

async function* recordsOf(path: string, kind: TextKind): AsyncGenerator<readonly Row[]> {
  const records = kind === "jsonl" ? null : new ExactRecords(path, kind === "csv" ? "," : "\t");
  const pieces = unpacked(path, bytesOf(path));
  for await (const { lines, isLast } of linesOf(path, pieces, new LineSplitter(MAX_LINE_BYTES))) {
    yield records === null ? exactObjects(path, lines) : records.push(lines);
    if (isLast) records?.end();
  }
}
