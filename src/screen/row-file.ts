import { counted } from "../core/counted.ts";
import { RingfenceError } from "../core/errors.ts";
import { isSameFile } from "../core/file/out-file.ts";
import { fileKind, requireFormat, type TextKind } from "../rows/file-format.ts";
import type { TypedColumn } from "../rows/typed/column.ts";
import { TypedFile } from "../rows/typed/typed-file.ts";
import { cellsOf, formatRows, type OutputRow } from "./row-writer.ts";

interface RowFileOptions {
  readonly force: boolean;
  /** The option that named the file. */
  readonly option: string;
  /** The file that is being read, which must not be overwritten. */
  readonly source?: string;
  /** The name of a row in messages. */
  readonly noun: readonly [one: string, many: string];
}

/** A file of output. If a run fails, its rows so far stay under another name. */
export class RowFile {
  readonly #file: TypedFile;
  readonly #columns: readonly TypedColumn[];
  /** For Parquet, rows come as JSON Lines. */
  readonly format: TextKind;
  readonly #isParquet: boolean;
  readonly #noun: RowFileOptions["noun"];
  #rows = 0;
  #isOver = false;

  /** Throws "usage" for an unknown extension, "io" if the file exists and may not be overwritten. */
  constructor(path: string, columns: readonly TypedColumn[], { force, option, source, noun }: RowFileOptions) {
    if (path === "") throw new RingfenceError("usage", `${option} names no file: write its name behind it`);
    const kind = fileKind(requireFormat(path));
    this.format = kind === "parquet" ? "jsonl" : kind;
    this.#isParquet = kind === "parquet";
    this.#file = new TypedFile(path, columns, { force, spreadsheetSafe: true }, option);
    const taken = [path, this.#file.partial].find((each) => source !== undefined && isSameFile(each, source));
    if (taken !== undefined) throw new RingfenceError("usage", `${taken} is the file being read: write to another one`);
    this.#columns = columns;
    this.#noun = noun;
  }

  /** True for a plain file, of which a part can be kept. */
  get isFile(): boolean {
    return this.#file.isFile;
  }

  write(rows: readonly OutputRow[]): void {
    if (rows.length === 0) return;
    if (this.#isParquet) this.#file.write(cellsOf(this.#columns, rows), rows.length);
    else this.#file.writeLines(formatRows(this.format, this.#columns, rows));
    this.#rows += rows.length;
  }

  /** Writes rows that are already in `format`. */
  writeFormatted(text: string, rows: number): void {
    if (rows === 0) return;
    if (this.#isParquet) return this.write(text.split("\n", rows).map((line) => JSON.parse(line) as OutputRow));
    this.#file.writeLines(text);
    this.#rows += rows;
  }

  finish(): void {
    this.#file.complete();
    this.#isOver = true;
    this.#file.takePlace();
  }

  /** For an unfinished file: says what is kept, and where. Null if nothing is kept, or the file was finished. */
  keep(): string | null {
    if (this.#rows === 0) this.#file.discard();
    else if (!this.#isOver) this.#complete();
    this.#isOver = true;
    const partial = this.#file.keep();
    return partial === null ? null : `the first ${counted(this.#rows, ...this.#noun)} stay in ${partial}`;
  }

  /** Parquet cannot be read without its index. If that cannot be written, the disk is full. */
  #complete(): void {
    try {
      this.#file.complete();
    } catch {
      this.#file.discard();
    }
  }
}
