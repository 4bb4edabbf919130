/** Streams the rows of a file or of standard input. Memory: a chunk and the longest line. */
import { closeSync, createReadStream, openSync, readSync } from "node:fs";
import type { Readable } from "node:stream";
import { counted } from "../core/counted.ts";
import { fileSize } from "../core/file/bounded-file.ts";
import { cannotRead } from "../core/file/disk-error.ts";
import { RingfenceError } from "../core/errors.ts";
import { fileKind, formatOf, type RowFormat } from "./file-format.ts";
import { unpacked } from "./lines/unpacked.ts";
import { type ChosenColumns, type ColumnRequest, type LeftOut, unusedOf } from "./choose-columns.ts";
import type { ColumnChoice } from "./column-choice.ts";
import type { TimeForm } from "./event-values.ts";
import type { Delimiter } from "./csv/csv-record.ts";
import { DelimitedParser } from "./csv/delimited-parser.ts";
import { JsonLinesParser } from "./json-lines-parser.ts";
import { asUtf8, type ReadAs, refuseLoneReturns, refuseOtherEncodings } from "./lines/as-utf8.ts";
import { type Line, LineSplitter } from "./lines/line-splitter.ts";
import { parquetRows } from "./parquet/parquet-rows.ts";
import { RowMaker } from "./row-maker.ts";
import { type RowBatch, SET_ASIDE_REASONS, type SetAside } from "./row.ts";

const CHUNK_BYTES = 256 * 1024;

/** A file of rows, or standard input, and which columns to read. */
export interface RowSource {
  /** A path, or "-" for standard input. */
  readonly file: string;
  /** Left out: by the extension, else by the first line. */
  readonly format?: RowFormat | undefined;
  readonly columns: ColumnRequest;
  /** Encoding of the text, such as gb18030; left out: guessed. */
  readonly encoding?: string | undefined;
  /** For CSV and TSV: false if no first line names the columns; they are then "1", "2" and so on. */
  readonly header?: boolean | undefined;
  /** The stream for "-". */
  readonly input?: Readable | undefined;
  /** For "-": stops reading, and leaves out an unfinished line. */
  readonly until?: AbortSignal | undefined;
}

/** The options that say how a file is written. */
export function formOf({
  format,
  encoding,
  header,
}: Partial<RowSource>): Pick<RowSource, "format" | "encoding" | "header"> {
  return { format, encoding, header };
}

/** What was learned about the file. */
export interface RowSourceFacts {
  /** Null without any line. */
  readonly format: RowFormat | null;
  /** Null if no line named any. */
  readonly columns: ChosenColumns | null;
  /** Columns that are not used. */
  readonly leftOut: LeftOut[];
  /** The form of times; null without times. */
  readonly timeForm: TimeForm | null;
  /** The encoding, if it is not UTF-8. */
  readonly readAs: ReadAs | null;
  /** Null if it is no CSV or TSV, or has no line. */
  readonly delimiter: Delimiter | null;
  /** Callers such as 1.38E+10. */
  readonly ruinedCallers: number;
  /** Rows with more than one line. */
  readonly multiLineRows: number;
}

/** In words, what was guessed about a file. */
export function guessesOf({
  format,
  readAs,
  delimiter,
  ruinedCallers,
}: Pick<RowSourceFacts, "format" | "readAs" | "delimiter" | "ruinedCallers">): string[] {
  return [
    ...(ruinedCallers === 0
      ? []
      : [
          `${counted(ruinedCallers, "caller was", "callers were")} shortened by a spreadsheet, as 1.38E+10, and their digits are lost: export the column as text`,
        ]),
    ...(readAs?.isGuess === true ? [`read as ${readAs.encoding}, as it looks (--encoding names another)`] : []),
    ...(format === "csv" && delimiter !== null && delimiter !== ","
      ? [`columns parted by ${delimiter === ";" ? "semicolons" : "tabs"}, as in the first line`]
      : []),
  ];
}

/** The rows of a file, in batches, with the lines that could not be read. */
export function readRows(source: RowSource): AsyncGenerator<RowBatch> {
  return new RowReader(source).batches();
}

export class RowReader {
  readonly #source: RowSource;
  readonly #maker: RowMaker;
  #format: RowFormat | null;
  #parser: DelimitedParser | JsonLinesParser | null = null;
  readonly #splitter = new LineSplitter();
  /** Bytes of the file so far. */
  bytes = 0;
  #readAs: ReadAs | null = null;

  constructor(source: RowSource) {
    this.#source = source;
    this.#maker = new RowMaker(source.columns);
    this.#format = source.format ?? formatByName(source.file);
    if (this.#format === "parquet" && source.file === "-") {
      throw new RingfenceError("usage", "standard input: Parquet is read from its end: name a file");
    }
  }

  /** Null before they are known. Costs nothing, unlike `facts`. */
  get columns(): ChosenColumns | null {
    return this.#maker.choice?.columns ?? null;
  }

  get facts(): RowSourceFacts {
    const { choice } = this.#maker;
    const csv = this.#parser instanceof DelimitedParser ? this.#parser : null;
    return {
      format: this.#format,
      columns: choice?.columns ?? null,
      leftOut: choice === null ? [] : leftOutOf(choice),
      timeForm: choice?.timeForm ?? null,
      readAs: this.#readAs,
      delimiter: csv?.delimiter ?? null,
      ruinedCallers: this.#maker.ruinedCallers,
      multiLineRows: csv?.multiLineRows ?? 0,
    };
  }

  /**
   * The rows, a chunk at a time. Throws "usage" for missing columns, "io" if the file cannot be read, "config" if it is
   * not text in lines. A line that cannot be read never throws. Ending early closes the file.
   */
  async *batches(): AsyncGenerator<RowBatch> {
    const { file } = this.#source;
    if (this.#format === "parquet") return yield* parquetRows(file, this.#maker);
    const name = file === "-" ? "standard input" : file;
    const { encoding, until } = this.#source;
    const tell = (read: ReadAs): unknown => (this.#readAs = read);
    const chunks = asUtf8(name, unpacked(name, this.#chunks()), encoding, tell, until !== undefined);
    for await (const chunk of chunks) {
      const lines = this.#splitter.push(chunk);
      // The first lines of a file show it. Later lines of a stream may be readable.
      if (this.#parser === null && file !== "-") refuseOtherEncodings(file, lines);
      yield this.#parse(lines);
    }
    const rest = until?.aborted === true ? [] : this.#splitter.end();
    refuseLoneReturns(name, rest);
    if (this.#parser === null && file !== "-") refuseOtherEncodings(file, rest);
    const last = this.#parse(rest);
    this.#parser?.end(last);
    yield last;
  }

  #parse(lines: readonly Line[]): RowBatch {
    const batch: RowBatch = { rows: [], setAside: [] };
    if (lines.length === 0) return batch;
    if (this.#parser === null) {
      this.#format ??= sniffFormat(lines);
      this.#parser =
        this.#format === "jsonl"
          ? new JsonLinesParser(this.#maker, this.#source.until !== undefined)
          : new DelimitedParser(this.#format as "csv" | "tsv", this.#maker, this.#source.header ?? true);
    }
    this.#parser.push(lines, batch);
    return batch;
  }

  async *#chunks(): AsyncGenerator<Uint8Array> {
    const { file, input, until } = this.#source;
    const opened = file === "-" ? (input ?? process.stdin) : createReadStream(file, { highWaterMark: CHUNK_BYTES });
    const stream = until === undefined ? opened : readUntil(opened, until);
    try {
      for await (const chunk of stream as AsyncIterable<Uint8Array | string>) {
        this.bytes += chunk.length;
        yield typeof chunk === "string" ? Buffer.from(chunk) : chunk;
      }
    } catch (error) {
      if (file === "-") throw cannotRead("standard input", error);
      throw cannotRead(file, error, "Parquet, CSV, TSV or JSON Lines, or - for standard input");
    }
  }
}

/** The chunks of a stream, until it ends or `until` is aborted. */
async function* readUntil(stream: Readable, until: AbortSignal): AsyncGenerator<Uint8Array | string> {
  let [isAtEnd, failure]: [boolean, Error | null] = [false, null];
  let wake: (() => void) | null = null;
  const onReadable = (): void => wake?.();
  const onEnd = (): void => {
    isAtEnd = true;
    wake?.();
  };
  const onError = (error: Error): void => {
    failure = error;
    wake?.();
  };
  stream.on("readable", onReadable).on("end", onEnd).on("close", onEnd).on("error", onError);
  until.addEventListener("abort", onReadable);
  try {
    for (;;) {
      const chunk = stream.read() as Uint8Array | string | null;
      if (chunk !== null) yield chunk;
      else if (failure !== null) throw failure;
      else if (isAtEnd || until.aborted) return;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    until.removeEventListener("abort", onReadable);
    stream.off("readable", onReadable).off("end", onEnd).off("close", onEnd);
    stream.destroy();
  }
}

export function noRows(file: string, setAside: number, first: SetAside | null): RingfenceError {
  const name = file === "-" ? "standard input" : file;
  const why =
    first === null
      ? ""
      : `: ${setAside} set aside, the first, line ${first.line}, as ${SET_ASIDE_REASONS[first.reason]}`;
  return new RingfenceError("noData", `${name}: no data: no row that can be read${why}`);
}

function leftOutOf({ columns, found, leftOut }: ColumnChoice): LeftOut[] {
  const isOther = (name: string): boolean => !leftOut.some(({ column }) => column === name);
  return [...leftOut, ...unusedOf(found.filter(isOther), columns)];
}

function formatByName(file: string): RowFormat | null {
  const format = formatOf(file);
  if (format !== null) return fileKind(format);
  return file !== "-" && isParquet(file) ? "parquet" : null;
}

/** A pipe can be read only once. A file that cannot be read fails when it is opened for its rows. */
function isParquet(path: string): boolean {
  try {
    if (fileSize(path) === null) return false;
    const file = openSync(path, "r");
    try {
      const head = Buffer.alloc(PARQUET_MARK.length);
      return readSync(file, head) === head.length && head.equals(PARQUET_MARK);
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
}

const PARQUET_MARK = Buffer.from("PAR1");

function sniffFormat(lines: readonly Line[]): RowFormat {
  const first = lines.find((line) => line.text.trim() !== "")?.text ?? "";
  if (first.trimStart().startsWith("{")) return "jsonl";
  return first.includes("\t") ? "tsv" : "csv";
}
