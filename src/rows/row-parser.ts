/** The interface behind which the formats are read. */
import type { Line } from "./lines/line-splitter.ts";
import type { HeaderLine } from "./choose-columns.ts";
import type { Delimiter } from "./csv/csv-record.ts";
import type { RowMaker, RowShape } from "./row-maker.ts";
import type { RowBatch } from "./row.ts";

/**
 * Chooses among the columns found, in `header` where the format has one. `before`: what took rows while fewer columns
 * were known; `isForNow`: columns that were asked for may still come. Throws as `chooseColumns` does.
 */
export type BeginRows = (
  found: readonly string[],
  header: HeaderLine | null,
  before: RowMaker | null,
  isForNow?: boolean,
) => RowMaker;

/**
 * Turns lines into rows. Every line ends up in exactly one of: the header, a blank line, a row (which may span lines),
 * or a line set aside; `lines` adds them up as they are dealt with, so that a caller can check.
 */
export interface RowParser {
  /** What makes the rows, once the columns are known. */
  readonly maker: RowMaker | null;
  /** Lines dealt with so far, of each sort. */
  readonly lines: LineLedger;
  /** Lines that are held back, until more have come. */
  readonly heldLines: number;
  /** Of CSV: whether the record before was broken by a quote. */
  readonly isBehindBroken: boolean;
  /** Null while lines are held back, or while some column may turn out to be another. */
  readonly next: ParserStart | null;
  /** Takes further lines; adds what they complete to `out`. Throws `usage` when the columns asked for are not there. */
  push(lines: readonly Line[], out: RowBatch): void;
  /** Deals with what is held back for want of columns, as far as those that are known do: nothing comes for now. */
  pause(out: RowBatch): void;
  /** Deals with what was held back. */
  end(out: RowBatch): void;
}

/** What another parser, in another thread, goes on with where one has dealt with all lines that it was given. */
export interface ParserStart {
  readonly format: "csv" | "tsv" | "jsonl";
  /** Of CSV and TSV: what parts the fields. */
  readonly delimiter: Delimiter;
  readonly shape: RowShape;
  /** Of CSV and TSV: fields of a row, and by role the number of its field. */
  readonly fieldCount: number;
  readonly fieldOf: readonly number[];
  /** Of CSV: whether the record before was broken by a quote. */
  readonly isBehindBroken: boolean;
}

export interface LineLedger {
  header: number;
  blank: number;
  /** Lines that rows took. */
  inRows: number;
  setAside: number;
  /** Rows that took more than one line. */
  multiLineRows: number;
}

export function emptyLedger(): LineLedger {
  return { header: 0, blank: 0, inRows: 0, setAside: 0, multiLineRows: 0 };
}
