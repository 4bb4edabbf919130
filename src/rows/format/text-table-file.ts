/** Reads tables that are lines of text: CSV, TSV, JSON Lines, as text-table.ts writes them, and others alike. */
import { RingfenceError } from "../../core/errors.ts";
import { type Cell, FITS, type TableColumn } from "./column.ts";
import { cellOfJson, cellOfText } from "./cell-text.ts";
import { DelimitedCells, type Field } from "./delimited-cells.ts";
import type { TextKind } from "./format.ts";
import { JsonCells, type JsonRow } from "./json-cells.ts";
import type { OpenTable, TablePiece } from "./reading.ts";
import { bytesOf, unpacked } from "./table-bytes.ts";

/** Rows as they were split, and whether they are all. */
type Record = readonly Field[] | JsonRow;

export class TextTableFile implements OpenTable {
  readonly names: readonly string[];
  readonly #path: string;
  readonly #first: readonly Record[];
  readonly #rest: AsyncGenerator<readonly Record[]>;

  private constructor(
    path: string,
    names: readonly string[],
    first: readonly Record[],
    rest: AsyncGenerator<readonly Record[]>,
  ) {
    this.#path = path;
    this.names = names;
    this.#first = first;
    this.#rest = rest;
  }

  /** Throws RingfenceError "io" where it cannot be read, "config" where it is broken, "noData" where it is empty. */
  static async open(path: string, kind: TextKind): Promise<TextTableFile> {
    const records = recordsOf(path, kind);
    for (;;) {
      const next = await records.next();
      if (next.done === true)
        throw new RingfenceError("noData", `${path}: the file is empty: a table begins with its columns`);
      const [head, ...rest] = next.value;
      if (head === undefined) continue;
      if (kind === "jsonl") {
        const names = new Set(next.value.flatMap((row) => Object.keys(row)));
        return new TextTableFile(path, [...names], next.value, records);
      }
      const names = (head as readonly Field[]).map((field) => field ?? "");
      return new TextTableFile(path, names, rest, records);
    }
  }

  async *read(columns: readonly TableColumn[]): AsyncGenerator<TablePiece> {
    const places = columns.map(({ name }) => this.names.indexOf(name));
    const missing = columns.find((_, at) => places[at]! < 0);
    if (missing !== undefined) {
      await this.close();
      const found = `its columns: ${this.names.slice(0, 60).join(", ")}`;
      throw new RingfenceError(
        "config",
        `${this.#path}: column ${missing.name} is missing, the file has another schema; ${found}`,
      );
    }
    let row = 0;
    const convert = (records: readonly Record[]): TablePiece => {
      const data = columns.map((): Cell[] => []);
      for (const record of records) {
        this.#checkLength(record, ++row);
        for (const [at, column] of columns.entries()) data[at]!.push(this.#cellOf(record, places[at]!, column, row));
      }
      return { rows: records.length, data };
    };
    if (this.#first.length > 0) yield convert(this.#first);
    for await (const records of this.#rest) if (records.length > 0) yield convert(records);
  }

  async close(): Promise<void> {
    await this.#rest.return(undefined);
  }

  #checkLength(record: Record, row: number): void {
    if (!Array.isArray(record) || record.length === this.names.length) return;
    const what = `row ${row} has ${record.length} cells, and there are ${this.names.length} columns`;
    throw new RingfenceError("config", `${this.#path}: ${what}: the file is cut short or broken there`);
  }

  #cellOf(record: Record, place: number, column: TableColumn, row: number): Cell {
    const { name, type, nullable = false } = column;
    const isText = Array.isArray(record);
    const written = isText ? ((record as readonly Field[])[place] ?? null) : ownValue(record as JsonRow, name);
    // A table of others has no quotes around its empty strings.
    if (written === null && isText && type === "string" && !nullable) return "";
    if (written === null && nullable) return null;
    const cell = isText ? cellOfText(written as Field, type) : cellOfJson(written, type);
    if (cell !== null && FITS[type](cell)) return cell;
    const found = written === null ? "nothing" : JSON.stringify(written).slice(0, 40);
    throw new RingfenceError("config", `${this.#path}: row ${row}, column ${name}: expected ${type}, found ${found}`);
  }
}

async function* recordsOf(path: string, kind: TextKind): AsyncGenerator<readonly Record[]> {
  const parser = kind === "jsonl" ? new JsonCells(path) : new DelimitedCells(path, kind === "csv" ? "," : "\t");
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let isHead = true;
  const decode = (bytes?: Uint8Array): string => {
    try {
      const text = bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
      const cut = isHead && text.startsWith("\ufeff") ? text.slice(1) : text;
      if (text !== "") isHead = false;
      return cut;
    } catch (cause) {
      const what = `${path}: record ${parser.records + 1} or one soon behind it is no UTF-8`;
      throw new RingfenceError("config", `${what}: convert the file, or name its format with --format`, { cause });
    }
  };
  for await (const bytes of unpacked(path, bytesOf(path))) yield parser.push(decode(bytes), false);
  yield parser.push(decode(), true);
}

function ownValue(row: JsonRow, name: string): unknown {
  return Object.hasOwn(row, name) ? (row[name] ?? null) : null;
}
