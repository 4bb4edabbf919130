/** The interface of the parsers of all text formats. */
import type { Line } from "./lines/line-splitter.ts";
import type { HeaderLine } from "./choose-columns.ts";
import type { RowMaker } from "./row-maker.ts";
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
  /** Reads lines, and adds the rows that they complete to `out`. Throws "usage" for missing columns. */
  push(lines: readonly Line[], out: RowBatch): void;
  /** Reads the lines that are held back. */
  end(out: RowBatch): void;
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
