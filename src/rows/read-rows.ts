/**
 * Streams the rows of a file or of standard input. Memory is bounded by a chunk and the longest line, not by the file.
 */
import { createReadStream, statSync } from "node:fs";
import type { Readable } from "node:stream";
import { assert } from "../core/assert.ts";
import { cannotRead } from "../core/file/disk-error.ts";
import { RingfenceError } from "../core/errors.ts";
import { formatOf, fileKind } from "./file-format.ts";
import { isParquet } from "./typed/open-rows.ts";
import { unpacked } from "./lines/unpacked.ts";
import {
  areEnough,
  type ChosenColumns,
  chooseColumns,
  chooseForNow,
  type ColumnRequest,
  type LeftOut,
  unusedOf,
} from "./choose-columns.ts";
import { type ColumnChoice, unseen, widened } from "./column-choice.ts";
import type { TimeForm } from "./event-values.ts";
import type { Delimiter } from "./csv/csv-record.ts";
import { DelimitedParser } from "./csv/delimited-parser.ts";
import { JsonLinesParser, type KeysToLookAt } from "./json-lines/json-lines-parser.ts";
import { asUtf8, type ReadAs } from "./lines/as-utf8.ts";
import { type Line, LineSplitter } from "./lines/line-splitter.ts";
import { refuseOtherEncodings } from "./lines/readable-text.ts";
import { linesOf } from "./lines/text-lines.ts";
import { ParquetRows } from "./parquet/parquet-rows.ts";
import { emptyLedger, type LineLedger, type ParserStart, type RowParser } from "./row-parser.ts";
import { RowMaker } from "./row-maker.ts";
import type { RowBatch } from "./row.ts";

/** All but Parquet may also be gzip, whatever their name says. */
export const ROW_FORMATS = ["csv", "tsv", "jsonl", "parquet"] as const;
export type RowFormat = (typeof ROW_FORMATS)[number];

/** Small enough that the rows of a chunk are little memory, large enough that a chunk costs next to nothing. */
const CHUNK_BYTES = 256 * 1024;

/** A file of rows, or standard input, and which columns to read. */
export interface RowSource {
  /** A path, or "-" for standard input. */
  readonly file: string;
  /** Left out: told by the extension, else by the first line. */
  readonly format?: RowFormat | undefined;
  readonly columns: ColumnRequest;
  /** Encoding of the text, as gb18030; left out: UTF-8, or what the first bytes look like. */
  readonly encoding?: string | undefined;
  /** Of CSV and TSV: whether a first line names the columns; left out: it does. Else they are "1", "2" and so on. */
  readonly header?: boolean | undefined;
  /** Where "-" reads from. */
  readonly input?: Readable | undefined;
  /** Of "-": from then on nothing more is read, and a line that has not come whole is left out. */
  readonly until?: AbortSignal | undefined;
}

/** How a file is written: picked from options that say more. */
export function formOf({
  format,
  encoding,
  header,
}: Partial<RowSource>): Pick<RowSource, "format" | "encoding" | "header"> {
  return { format, encoding, header };
}

/** What is known of the file once it has been read. */
export interface RowSourceFacts {
  /** Null when there was no line to tell it by. */
  readonly format: RowFormat | null;
  /** Null when no line named any. */
  readonly columns: ChosenColumns | null;
  /** Columns that are not used, the first of very many. */
  readonly leftOut: readonly LeftOut[];
  /** How times are written; null where there is no column of them. Without a zone they are in UTC. */
  readonly timeForm: TimeForm | null;
  /** What it was read as, where that is not UTF-8; null: it is, or is no text. */
  readonly readAs: ReadAs | null;
  /** What parts the fields; null: it is no CSV or TSV, or has no line. */
  readonly delimiter: Delimiter | null;
  readonly lines: Readonly<LineLedger>;
}

/** What was guessed of how a file is written, for people. */
export function guessesOf({
  format,
  readAs,
  delimiter,
}: Pick<RowSourceFacts, "format" | "readAs" | "delimiter">): string[] {
  return [
    ...(readAs?.isGuess === true ? [`read as ${readAs.encoding}, as it looks (--encoding names another)`] : []),
    ...(format === "csv" && delimiter !== null && delimiter !== ","
      ? [`columns parted by ${delimiter === ";" ? "semicolons" : "tabs"}, as in the first line`]
      : []),
  ];
}

/** The rows of a file, or of standard input, in batches, with the lines that could not be read. */
export function readRows(source: RowSource): AsyncGenerator<RowBatch> {
  return new RowReader(source).batches();
}

/** What a reader leaves to others. */
export interface RestOfFile {
  readonly start: ParserStart;
  /** The beginning of the first line, and the lines before it. */
  readonly carried: Uint8Array;
  readonly lines: number;
  /** The bytes behind that. */
  readonly chunks: AsyncGenerator<Uint8Array>;
  /** As of the source. */
  readonly until?: AbortSignal | undefined;
}

export class RowReader {
  readonly #source: RowSource;
  readonly #choosing: KeysToLookAt;
  #format: RowFormat | null;
  #parser: RowParser | null = null;
  readonly #splitter = new LineSplitter();
  #chunkSource: AsyncGenerator<Uint8Array> | null = null;
  #parquet: ParquetRows | null = null;
  #readAs: ReadAs | null = null;

  constructor(source: RowSource) {
    this.#source = source;
    this.#choosing = choosingOf(source.columns);
    this.#format = source.format ?? formatByName(source.file);
    if (this.#format === "parquet" && source.file === "-") {
      throw new RingfenceError("usage", "standard input: Parquet is read from its end: name a file");
    }
  }

  get facts(): RowSourceFacts {
    const parser = this.#parquet ?? this.#parser;
    const choice = parser?.maker?.choice ?? null;
    return {
      format: this.#format,
      columns: choice?.columns ?? null,
      leftOut: choice === null ? [] : leftOutOf(choice),
      timeForm: choice?.timeForm ?? null,
      readAs: this.#readAs,
      delimiter: this.#parser instanceof DelimitedParser ? this.#parser.delimiter : null,
      lines: parser?.lines ?? emptyLedger(),
    };
  }

  /**
   * The rows, a chunk at a time. Throws `usage` for columns that are not there, `io` when the file cannot be read,
   * `config` when it is no text in lines; a line that cannot be read never throws. Ending early closes the file.
   */
  async *batches(): AsyncGenerator<RowBatch> {
    const { file } = this.#source;
    const { begin } = this.#choosing;
    if (this.#format === "parquet") return yield* (this.#parquet = new ParquetRows(file, begin)).batches();
    const name = file === "-" ? "standard input" : file;
    const { encoding, until } = this.#source;
    const tell = (read: ReadAs): unknown => (this.#readAs = read);
    this.#chunkSource = asUtf8(name, unpacked(name, this.#chunks()), encoding, tell, until !== undefined);
    for await (const { lines, isLast } of linesOf(name, this.#chunkSource, this.#splitter, until)) {
      if (this.#parser === null) this.#refuseOtherEncodings(lines);
      const batch = this.#parse(lines);
      if (isLast) this.#parser?.end(batch);
      yield batch;
    }
    this.#checkLedger(this.#splitter.count);
  }

  /** Of the first lines of a file. What comes live may mend itself. */
  #refuseOtherEncodings(lines: readonly Line[]): void {
    const { file } = this.#source;
    if (file !== "-")
      refuseOtherEncodings(
        file,
        lines.map(({ fault }) => fault),
      );
  }

  /** Nothing comes for now: the rows that are held back for want of columns, as far as those that are known do. */
  pause(): RowBatch {
    const batch: RowBatch = { rows: [], setAside: [] };
    this.#parser?.pause(batch);
    return batch;
  }

  /**
   * Leaves the rest to other readers: to be called between two batches. Null while the parser holds lines back, or some
   * column may turn out to be another; else this reader has ended, and ending `chunks` closes the file.
   */
  leave(): RestOfFile | null {
    const start = this.#parser?.next ?? null;
    if (start === null || this.#chunkSource === null) return null;
    const carried = this.#splitter.takeCarried();
    if (carried === null) return null;
    const { until } = this.#source;
    return { start, carried, lines: this.#splitter.count, chunks: this.#chunkSource, until };
  }

  #parse(lines: readonly Line[]): RowBatch {
    const batch: RowBatch = { rows: [], setAside: [] };
    if (lines.length === 0) return batch;
    if (this.#parser === null) {
      this.#format ??= sniffFormat(lines);
      this.#parser =
        this.#format === "jsonl"
          ? new JsonLinesParser(this.#choosing)
          : new DelimitedParser(this.#format as "csv" | "tsv", this.#choosing.begin, this.#source.header ?? true);
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
        yield typeof chunk === "string" ? Buffer.from(chunk) : chunk;
      }
    } catch (error) {
      if (file === "-") throw cannotRead("standard input", error);
      throw cannotRead(file, error, "Parquet, CSV, TSV or JSON Lines, or - for standard input");
    }
  }

  /** Nothing may be lost without a word: every line was the header, blank, part of a row, or set aside. */
  #checkLedger(linesRead: number): void {
    if (this.#parser === null) return assert(linesRead === 0, "lines were read, and nothing parsed them");
    const { header, blank, inRows, setAside } = this.#parser.lines;
    if (header + blank + inRows + setAside !== linesRead) {
      throw new RingfenceError(
        "invariant",
        `${linesRead} lines were read, but ${header} + ${blank} + ${inRows} + ${setAside} (header, blank, rows, set aside) accounted for`,
      );
    }
  }
}

/** What there is to read of a stream, and what was read of it already when `until` came. */
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

function leftOutOf({ columns, found, leftOut }: ColumnChoice): readonly LeftOut[] {
  const isOther = (name: string): boolean => !leftOut.some(({ column }) => column === name);
  return [...leftOut, ...unusedOf(found.filter(isOther), columns)];
}

/** Objects whose keys may be columns: what none of them has is none. */
const OBJECTS_LOOKED_AT = 1000;

/** Chooses columns by what has come, and again where objects have further keys. */
function choosingOf(asked: ColumnRequest): KeysToLookAt {
  return {
    begin: (found, header, before, isForNow = false) => {
      if (before !== null) return new RowMaker(widened(before.choice, found, asked), asked);
      const columns = isForNow ? chooseForNow(found, asked) : chooseColumns(found, asked, header);
      return new RowMaker(unseen(columns, found), asked);
    },
    rows: OBJECTS_LOOKED_AT,
    areEnough: (keys) => areEnough(keys, asked),
    doForNow: (keys) => areEnough(keys, asked, true),
  };
}

function formatByName(file: string): RowFormat | null {
  const format = formatOf(file);
  if (format !== null) return fileKind(format);
  return file !== "-" && isPlainFile(file) && isParquet(file) ? "parquet" : null;
}

/** What is read from a pipe is gone. What cannot be looked at is refused when it is opened. */
function isPlainFile(file: string): boolean {
  try {
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function sniffFormat(lines: readonly Line[]): RowFormat {
  const first = lines.find((line) => line.text.trim() !== "")?.text ?? "";
  if (first.trimStart().startsWith("{")) return "jsonl";
  return first.includes("\t") ? "tsv" : "csv";
}
