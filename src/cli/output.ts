/** Where a verb writes: rows into files, text onto standard output and error. */
import { closeSync, existsSync, openSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, extname, join, resolve as resolvePath } from "node:path";
import type { Readable, Writable } from "node:stream";
import { stringify } from "csv-stringify/sync";
import { RingfenceError, errorCode } from "../core/errors.ts";
import { diskError } from "../report/atomic-file.ts";
import { escapeUnsafe } from "../terminal/printable.ts";
import { writeAll } from "./whole-output.ts";

/** The streams of a verb; tests pass their own. */
export interface Streams {
  readonly input: Readable;
  readonly output: Writable;
  readonly error: Writable;
}

export function processStreams(): Streams {
  return { input: process.stdin, output: process.stdout, error: process.stderr };
}

/** A list is written as one to JSON Lines, and joined by semicolons to a cell. */
export type OutputValue = string | number | null | readonly string[];

/** One row of output, by column, in the order of the columns. */
export type OutputRow = Readonly<Record<string, OutputValue>>;

export interface RowFileOptions {
  /** Overwrite a file that is there. */
  readonly force: boolean;
  /** The file that is being read, which must not be overwritten meanwhile. */
  readonly source?: string;
  /** The option that named the file, for what to do where it cannot be written. */
  readonly option: string;
}

type FileFormat = "jsonl" | "csv" | "tsv";

const FORMAT_BY_EXTENSION: Readonly<Record<string, FileFormat>> = {
  ".jsonl": "jsonl",
  ".ndjson": "jsonl",
  ".csv": "csv",
  ".tsv": "tsv",
};

/**
 * A file of rows, JSON Lines or CSV by its extension. It is made when the first rows come, so a run that fails early
 * leaves none.
 */
export class RowFile {
  readonly path: string;
  readonly #columns: readonly string[];
  readonly #format: FileFormat;
  readonly #force: boolean;
  readonly #option: string;
  #descriptor: number | null = null;

  /**
   * Throws `usage` for an unknown extension, `io` when the file is there and may not be overwritten. Writes nothing
   * yet.
   */
  constructor(path: string, columns: readonly string[], options: RowFileOptions) {
    const format = FORMAT_BY_EXTENSION[extname(path).toLowerCase()];
    if (format === undefined) {
      throw new RingfenceError("usage", `${path}: rows are written as .jsonl, .csv or .tsv; choose one of them`);
    }
    if (options.source !== undefined && isSameFile(path, options.source)) {
      throw new RingfenceError("usage", `${path} is the file being read: write to another one`);
    }
    if (!options.force && isRegularFile(path)) throw new RingfenceError("io", alreadyThere(path));
    this.path = path;
    this.#columns = columns;
    this.#format = format;
    this.#force = options.force;
    this.#option = options.option;
  }

  write(rows: readonly OutputRow[]): void {
    if (rows.length === 0) return;
    this.#writeText(this.#format === "jsonl" ? this.#jsonLines(rows) : this.#delimited(rows, false));
  }

  /** Closes the file; without any rows it is left with its header alone. */
  close(): void {
    this.#open();
    closeSync(this.#descriptor!);
    this.#descriptor = null;
  }

  #jsonLines(rows: readonly OutputRow[]): string {
    return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  }

  #delimited(rows: readonly OutputRow[], header: boolean): string {
    return stringify(rows as OutputRow[], {
      columns: this.#columns,
      header,
      delimiter: this.#format === "tsv" ? "\t" : ",",
      // A spreadsheet runs a cell that starts like a formula: a leading apostrophe makes it text.
      escape_formulas: true,
      quoted_match: /[\r\n\t";]/,
      cast: {
        string: escapeHiddenFormulas,
        object: (list) => (Array.isArray(list) ? escapeHiddenFormulas(list.join("; ")) : ""),
      },
    });
  }

  #writeText(text: string): void {
    this.#open();
    try {
      writeAll(this.#descriptor!, Buffer.from(text, "utf8"));
    } catch (error) {
      throw diskError("write", this.path, error, this.#option);
    }
  }

  #open(): void {
    if (this.#descriptor !== null) return;
    const exclusive = !this.#force && !isOtherThanFile(this.path);
    try {
      this.#descriptor = openSync(this.path, exclusive ? "wx" : "w");
    } catch (error) {
      if (errorCode(error) !== "EEXIST") throw diskError("write", this.path, error, this.#option);
      throw new RingfenceError("io", alreadyThere(this.path), { cause: error });
    }
    if (this.#format !== "jsonl") this.#writeText(this.#delimited([], true));
  }
}

/**
 * The same where `escape_formulas` sees none: where a semicolon begins a cell, as it does in countries that write
 * decimals with a comma, and where a line begins. Quotes are no help there, for they count at the head of a cell alone:
 * of `7,"a;=1"` that is `7,"a`, and `""=1` begins with nothing. A sign makes one only with a name, a number or a
 * bracket behind it: `;-)` is none.
 */
function escapeHiddenFormulas(cell: string): string {
  return cell.replace(/([;\r\n](?:[^\S\r\n]|")*)(?=[=@＝＠]|[+\-＋－][\p{L}\p{N}(.])/gu, "$1'");
}

/** Text onto a stream, waiting for it to be taken; a reader that has gone away (`| head`) ends it quietly. */
export class TextOutput {
  readonly #stream: Writable;
  #gone = false;

  constructor(stream: Writable) {
    this.#stream = stream;
    // Without a listener the process would die of the error, which may come late; the write below reports it.
    if (!stream.listeners("error").includes(ignore)) stream.on("error", ignore);
  }

  /** Whether nobody reads any more. */
  get gone(): boolean {
    return this.#gone;
  }

  async write(text: string): Promise<void> {
    if (this.#gone || text === "") return;
    const error = await new Promise<Error | null | undefined>((resolve) => this.#stream.write(text, resolve));
    if (!error) return;
    if (errorCode(error) !== "EPIPE" && errorCode(error) !== "ERR_STREAM_DESTROYED") {
      throw new RingfenceError("io", `cannot write output: ${error.message}`, { cause: error });
    }
    this.#gone = true;
  }
}

function ignore(): void {}

function alreadyThere(path: string): string {
  return `${path} is there already: choose another name, or overwrite it with --force`;
}

function isRegularFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

/** A terminal, a pipe, /dev/null: nothing that could be overwritten. */
function isOtherThanFile(path: string): boolean {
  return existsSync(path) && !statSync(path).isFile();
}

/** However the two are written, and whether it is there or not: `./a.jsonl` is `a.jsonl`, as is a link to it. */
export function isSameFile(path: string, other: string): boolean {
  if (!existsSync(path) || !existsSync(other)) return placeOf(path) === placeOf(other);
  const [file, second] = [statSync(path, { bigint: true }), statSync(other, { bigint: true })];
  return file.dev === second.dev && file.ino === second.ino;
}

/** Where a file is, or would be made. */
function placeOf(path: string): string {
  const folder = dirname(resolvePath(path));
  return join(existsSync(folder) ? realpathSync(folder) : folder, basename(path));
}

type Terminal = Pick<NodeJS.WriteStream, "isTTY">;

/** Whether a line can be drawn again: a terminal, and none that calls itself dumb. */
export function canMoveCursor({ isTTY }: Terminal, { TERM }: NodeJS.ProcessEnv = process.env): boolean {
  return isTTY && TERM !== "dumb";
}

/**
 * Whether to emphasise and colour what is written to a stream. NO_COLOR, if not empty, forbids it; FORCE_COLOR asks for
 * it, or with 0 or false forbids it; else a terminal decides, unless it calls itself dumb.
 */
export function wantsColour(stream: Terminal, env: NodeJS.ProcessEnv = process.env): boolean {
  const { NO_COLOR, FORCE_COLOR } = env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return canMoveCursor(stream, env);
}

/**
 * A document of `--json`, ending with a line break. What a terminal would obey or hide stands as \u escapes: the same
 * JSON.
 */
export function jsonDocument(document: unknown): string {
  return `${escapeUnsafe(JSON.stringify(document, null, 2))}\n`;
}
