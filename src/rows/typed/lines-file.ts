/** Reads typed rows from CSV, TSV and JSON Lines. */
import { RingfenceError } from "../../core/errors.ts";
import { type Cell, FITS, type TypedColumn } from "./column.ts";
import { cellOfJson, cellOfText } from "./cell-text.ts";
import type { Field } from "../csv/csv-record.ts";
import { ExactRecords } from "../csv/exact-records.ts";
import type { TextKind } from "../file-format.ts";
import { exactObjects, type JsonObject, ownValue } from "../json-lines/json-object.ts";
import { LineSplitter } from "../lines/line-splitter.ts";
import { linesOf } from "../lines/text-lines.ts";
import type { OpenRows, RowPiece } from "./format.ts";
import { bytesOf, unpacked } from "../lines/unpacked.ts";

type Row = readonly Field[] | JsonObject;

export class LinesFile implements OpenRows {
  readonly names: readonly string[];
  readonly #path: string;
  readonly #first: readonly Row[];
  readonly #rest: AsyncGenerator<readonly Row[]>;

  private constructor(
    path: string,
    names: readonly string[],
    first: readonly Row[],
    rest: AsyncGenerator<readonly Row[]>,
  ) {
    this.#path = path;
    this.names = names;
    this.#first = first;
    this.#rest = rest;
  }

  /** Throws RingfenceError "io" if the file cannot be read, "config" if it is broken, "noData" if it is empty. */
  static async open(path: string, kind: TextKind): Promise<LinesFile> {
    const records = recordsOf(path, kind);
    for (;;) {
      const next = await records.next();
      if (next.done === true)
        throw new RingfenceError("noData", `${path}: the file is empty: it should begin with its columns`);
      const [head, ...rest] = next.value;
      if (head === undefined) continue;
      if (kind === "jsonl") {
        const names = new Set(next.value.flatMap((row) => Object.keys(row)));
        return new LinesFile(path, [...names], next.value, records);
      }
      const names = (head as readonly Field[]).map((field) => field ?? "");
      return new LinesFile(path, names, rest, records);
    }
  }

  /** Closes the file at its end. */
  async *read(columns: readonly TypedColumn[]): AsyncGenerator<RowPiece> {
    try {
      const places = columns.map(({ name }) => this.names.indexOf(name));
      const missing = columns.find((_, at) => places[at]! < 0);
      if (missing !== undefined) {
        const found = `its columns: ${this.names.slice(0, 60).join(", ")}`;
        throw new RingfenceError(
          "config",
          `${this.#path}: column ${missing.name} is missing, the file has another schema; ${found}`,
        );
      }
      let row = 0;
      const convert = (records: readonly Row[]): RowPiece => {
        const data = columns.map((): Cell[] => []);
        for (const record of records) {
          this.#checkLength(record, ++row);
          for (const [at, column] of columns.entries()) data[at]!.push(this.#cellOf(record, places[at]!, column, row));
        }
        return { rows: records.length, data };
      };
      if (this.#first.length > 0) yield convert(this.#first);
      for await (const records of this.#rest) if (records.length > 0) yield convert(records);
    } finally {
      await this.close();
    }
  }

  async close(): Promise<void> {
    await this.#rest.return(undefined);
  }

  #checkLength(record: Row, row: number): void {
    if (!Array.isArray(record) || record.length === this.names.length) return;
    const what = `row ${row} has ${record.length} cells, and there are ${this.names.length} columns`;
    throw new RingfenceError("config", `${this.#path}: ${what}: the file is cut short or broken there`);
  }

  #cellOf(record: Row, place: number, column: TypedColumn, row: number): Cell {
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
    throw new RingfenceError("config", `${this.#path}: row ${row}, column ${name}: expected ${type}, found ${found}`);
  }
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
