/** The interface of the parsers of all text formats. */
import type { Line } from "./lines/line-splitter.ts";
import type { HeaderLine } from "./choose-columns.ts";
import type { Delimiter } from "./csv/csv-record.ts";
import type { RowMaker, RowShape } from "./row-maker.ts";
import type { RowBatch } from "./row.ts";

/**
 * Chooses among the columns found, in `header` if the format has one. `before`: the maker while fewer columns were
 * known. `isForNow`: columns that were asked for may still come. Throws like `chooseColumns`.
 */
export type BeginRows = (
  found: readonly string[],
  header: HeaderLine | null,
  before: RowMaker | null,
  isForNow?: boolean,
) => RowMaker;

/**
 * Turns lines into rows. Every line is exactly one of: header, blank, part of a row, or set aside. `lines` counts them,
 * so that a caller can check.
 */
export interface RowParser {
  /** Null until the columns are known. */
  readonly maker: RowMaker | null;
  /** Lines so far, by sort. */
  readonly lines: LineLedger;
  /** Lines that are held back until more come. */
  readonly heldLines: number;
  /** For CSV: true if a quote broke the last record. */
  readonly isBehindBroken: boolean;
  /** Null while lines are held back, or a column may still be left out. */
  readonly next: ParserStart | null;
  /** Reads lines, and adds the rows that they complete to `out`. Throws "usage" for missing columns. */
  push(lines: readonly Line[], out: RowBatch): void;
  /** While live input pauses: reads lines that were held back for want of columns. */
  pause(out: RowBatch): void;
  /** Reads the lines that are held back. */
  end(out: RowBatch): void;
}

/** What a parser in another thread needs to go on. */
export interface ParserStart {
  readonly format: "csv" | "tsv" | "jsonl";
  /** For CSV and TSV. */
  readonly delimiter: Delimiter;
  readonly shape: RowShape;
  /** For CSV and TSV: the number of fields of a row, and by role the index of its field. */
  readonly fieldCount: number;
  readonly fieldOf: readonly number[];
  /** For CSV: true if a quote broke the last record. */
  readonly isBehindBroken: boolean;
}

export interface LineLedger {
  header: number;
  blank: number;
  /** Lines of rows. */
  inRows: number;
  setAside: number;
  /** Rows with more than one line. */
  multiLineRows: number;
}

export function emptyLedger(): LineLedger {
  return { header: 0, blank: 0, inRows: 0, setAside: 0, multiLineRows: 0 };
}
