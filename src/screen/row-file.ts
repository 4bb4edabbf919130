import { counted } from "../core/counted.ts";
import { RingfenceError } from "../core/errors.ts";
import { isSameFile } from "../core/file/out-file.ts";
import { fileKind, requireFormat, type TextKind } from "../rows/file-format.ts";
import type { TypedColumn } from "../rows/typed/column.ts";
import { TypedFile } from "../rows/typed/typed-file.ts";
import { cellsOf, formatRows, type OutputRow } from "./screened-row.ts";

interface RowFileOptions {
  readonly force: boolean;
  /** The option that named the file. */
  readonly option: string;
  /** The file that is being read, which must not be overwritten. */
  readonly source: string | undefined;
  /** The name of a row in messages. */
  readonly noun: Noun;
}

export type Noun = readonly [one: string, many: string];

/** A file of output. If a run fails, its rows so far stay under another name. */
export class RowFile extends TypedFile {
  /** For Parquet, rows come as JSON Lines. */
  readonly format: TextKind;
  readonly #columns: readonly TypedColumn[];
  readonly #isParquet: boolean;
  readonly #noun: Noun;
  #rows = 0;
  #isOver = false;

  /** Throws "usage" for an unknown extension, "io" if the file exists and may not be overwritten. */
  constructor(path: string, columns: readonly TypedColumn[], { force, option, source, noun }: RowFileOptions) {
    super(path, columns, { force, spreadsheetSafe: true }, option);
    const taken = [path, this.out.partial].find((each) => source !== undefined && isSameFile(each, source));
    if (taken !== undefined) throw new RingfenceError("usage", `${taken} is the file being read: write to another one`);
    const kind = fileKind(requireFormat(path));
    this.#isParquet = kind === "parquet";
    this.format = kind === "parquet" ? "jsonl" : kind;
    this.#columns = columns;
    this.#noun = noun;
  }

  writeRows(rows: readonly OutputRow[]): void {
    if (rows.length === 0) return;
    if (this.#isParquet) this.write(cellsOf(this.#columns, rows), rows.length);
    else this.writeLines(formatRows(this.format, this.#columns, rows));
    this.#rows += rows.length;
  }

  /** Writes rows that are already in `format`. */
  writeFormatted(text: string, rows: number): void {
    if (rows === 0) return;
    if (this.#isParquet) return this.writeRows(text.split("\n", rows).map((line) => JSON.parse(line) as OutputRow));
    this.writeLines(text);
    this.#rows += rows;
  }

  finish(): void {
    this.complete();
    this.#isOver = true;
    this.out.finish();
  }

  /** For an unfinished file: says what is kept, and where. Null if nothing is kept, or the file was finished. */
  keep(): string | null {
    if (this.#rows === 0) this.out.discard();
    else if (!this.#isOver) this.#completePart();
    this.#isOver = true;
    const partial = this.out.keep();
    return partial === null ? null : `the first ${counted(this.#rows, ...this.#noun)} stay in ${partial}`;
  }

  /** Parquet cannot be read without its index. If that cannot be written, the disk is full. */
  #completePart(): void {
    try {
      this.complete();
    } catch {
      this.out.discard();
    }
  }
}
