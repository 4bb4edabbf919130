/** Rows in a file, as JSON Lines or a table by its extension. */
import { extname } from "node:path";
import { stringify } from "csv-stringify/sync";
import { RingfenceError } from "../core/errors.ts";
import { counted } from "../report/format.ts";
import { escapeHiddenFormulas } from "../table/spreadsheet-safe.ts";
import { OutFile, type OutFileOptions } from "./out-file.ts";
import { isSameFile } from "./output.ts";

/** A list is written as one to JSON Lines, and joined by semicolons to a cell. */
export type OutputValue = string | number | null | readonly string[];

/** One row of output, by column, in the order of the columns. */
export type OutputRow = Readonly<Record<string, OutputValue>>;

export interface RowFileOptions extends OutFileOptions {
  /** The file that is being read, which must not be overwritten meanwhile. */
  readonly source?: string;
  /** What a row is called. */
  readonly noun: readonly [one: string, many: string];
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
 * leaves none; a plain file has its name once it is whole.
 */
export class RowFile {
  readonly #file: OutFile;
  readonly #columns: readonly string[];
  readonly #format: FileFormat;
  readonly #noun: RowFileOptions["noun"];
  #rows = 0;
  #hasHeader = false;

  /**
   * Throws `usage` for an unknown extension, `io` when the file is there and may not be overwritten. Writes nothing
   * yet.
   */
  constructor(path: string, columns: readonly string[], { source, noun, ...options }: RowFileOptions) {
    const format = FORMAT_BY_EXTENSION[extname(path).toLowerCase()];
    if (format === undefined) {
      throw new RingfenceError("usage", `${path}: rows are written as .jsonl, .csv or .tsv; choose one of them`);
    }
    this.#file = new OutFile(path, options);
    const taken = [path, this.#file.partial].find((each) => source !== undefined && isSameFile(each, source));
    if (taken !== undefined) throw new RingfenceError("usage", `${taken} is the file being read: write to another one`);
    this.#columns = columns;
    this.#format = format;
    this.#noun = noun;
  }

  /** Whether it is a plain file, of which a part may be kept. */
  get isFile(): boolean {
    return this.#file.isFile;
  }

  write(rows: readonly OutputRow[]): void {
    if (rows.length === 0) return;
    this.#begin();
    this.#file.write(this.#format === "jsonl" ? this.#jsonLines(rows) : this.#delimited(rows, false));
    this.#rows += rows.length;
  }

  /** It is whole; without any rows it is left with its header alone. */
  finish(): void {
    this.#begin();
    this.#file.finish();
  }

  /** It will not be whole. Returns what is kept of it and where, null where nothing is, or it was whole already. */
  keep(): string | null {
    if (this.#rows === 0) this.#file.discard();
    const partial = this.#file.keep();
    return partial === null ? null : `the first ${counted(this.#rows, ...this.#noun)} stay in ${partial}`;
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

  #begin(): void {
    if (this.#hasHeader) return;
    this.#hasHeader = true;
    this.#file.write(this.#format === "jsonl" ? "" : this.#delimited([], true));
  }
}
