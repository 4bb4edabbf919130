/** Reads named columns of a file of rows as texts: CSV, TSV, JSON Lines, Parquet, gzip. */
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { parse } from "csv-parse";
import { cannotRead } from "../../core/file/disk-error.ts";
import { isRecord } from "../../core/describe-value.ts";
import { messageOf, RingfenceError } from "../../core/errors.ts";
import { fileKind, requireFormat } from "../file-format.ts";
import { asUtf8 } from "../lines/as-utf8.ts";
import { LineSplitter } from "../lines/line-splitter.ts";
import { unpacked } from "../lines/unpacked.ts";
import { ParquetFile } from "../parquet/parquet-file.ts";

/** A row: its line (of Parquet its number), and a cell for each column asked for; null: empty, or no such column. */
export interface TableRow {
  readonly line: number;
  readonly cells: readonly (string | null)[];
}

/**
 * The columns `names`, one row at a time; a file may lack some of them. Throws RingfenceError "io" if the file cannot be
 * read, "usage" if its name shows no format, and "config", with the line, for what is broken or has none of the columns.
 */
export async function* tableRows(path: string, names: readonly string[]): AsyncGenerator<TableRow> {
  const kind = fileKind(requireFormat(path));
  if (kind === "parquet") yield* parquetTable(path, names);
  else if (kind === "jsonl") yield* jsonTable(path, names);
  else yield* delimitedTable(path, names, kind === "tsv" ? "\t" : ",");
}

async function* parquetTable(path: string, names: readonly string[]): AsyncGenerator<TableRow> {
  const file = await ParquetFile.open(path);
  const columns = file.columns.filter(({ name }) => names.includes(name));
  requireAny(path, names, file.names);
  const places = names.map((name) => columns.findIndex((column) => column.name === name));
  let line = 0;
  for await (const { rows, data } of file.read(columns)) {
    for (let row = 0; row < rows; row++) {
      yield { line: ++line, cells: places.map((place) => (place < 0 ? null : textOf(data[place]![row]))) };
    }
  }
}

async function* jsonTable(path: string, names: readonly string[]): AsyncGenerator<TableRow> {
  const splitter = new LineSplitter();
  const read = function* (lines: readonly { number: number; text: string }[]): Generator<TableRow> {
    for (const { number, text } of lines) {
      if (text.trim() === "") continue;
      const value = objectOf(path, number, text);
      yield { line: number, cells: names.map((name) => (Object.hasOwn(value, name) ? textOf(value[name]) : null)) };
    }
  };
  for await (const chunk of bytesOf(path)) yield* read(splitter.push(chunk));
  yield* read(splitter.end());
}

function objectOf(path: string, line: number, text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new RingfenceError("config", `${path}: line ${line}: expected a JSON object: ${messageOf(error)}`);
  }
  if (isRecord(value)) return value;
  throw new RingfenceError("config", `${path}: line ${line}: expected a JSON object, found ${text.slice(0, 40)}`);
}

async function* delimitedTable(path: string, names: readonly string[], delimiter: string): AsyncGenerator<TableRow> {
  const parser = Readable.from(bytesOf(path)).compose(
    parse({ delimiter, bom: true, info: true, skip_empty_lines: true, quote: delimiter === "\t" ? null : '"' }),
  );
  let places: number[] | null = null;
  try {
    for await (const { record, info } of parser as AsyncIterable<CsvRow>) {
      if (places === null) {
        const found = record.map((name) => name.trim());
        requireAny(path, names, found);
        places = names.map((name) => found.indexOf(name));
        continue;
      }
      yield { line: info.lines, cells: places.map((place) => (place < 0 ? null : textOf(record[place]))) };
    }
  } catch (error) {
    if (error instanceof RingfenceError) throw error;
    throw new RingfenceError("config", `${path}: ${messageOf(error)}`, { cause: error });
  }
}

interface CsvRow {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  yield* asUtf8(path, unpacked(path, chunksOf(path)), undefined, () => {}, false);
}

async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw cannotRead(path, error);
  }
}

const CHUNK_BYTES = 256 * 1024;

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text =
    typeof value === "string"
      ? value.trim()
      : JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? String(part) : part));
  return text === "" ? null : text;
}

function requireAny(path: string, names: readonly string[], found: readonly string[]): void {
  if (names.some((name) => found.includes(name))) return;
  throw new RingfenceError(
    "config",
    `${path}: expected a first line or columns with ${names.join(", ")}, found ${found.slice(0, 12).join(", ")}`,
  );
}
