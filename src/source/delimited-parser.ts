/** Reads CSV and TSV: a header line that names the columns, then records. */
import { RingfenceError } from "../core/errors.ts";
import { type ChosenColumns, type ColumnRequest, chooseColumns } from "./choose-columns.ts";
import { CsvRecord, splitTabs } from "./delimited-record.ts";
import type { Line } from "./line-splitter.ts";
import { emptyLedger, type LineLedger, type RowParser } from "./row-parser.ts";
import { addRow, type RowBatch, type SetAsideReason, setAside } from "./row.ts";

/** A CSV record spans at most this many lines, and, when it spans several, this many UTF-16 units. */
const MAX_RECORD_LINES = 64;
const MAX_RECORD_UNITS = 256 * 1024;

/**
 * A quote that is never closed would make the rest of the file one field. So a record that does not end within the
 * limits, is broken, or has the wrong number of fields sets aside its first line alone, and reading resumes at the
 * next line: rows behind the broken one are read as if it were not there.
 */
export class DelimitedParser implements RowParser {
  columns: ChosenColumns | null = null;
  readonly lines: LineLedger = emptyLedger();
  readonly #format: "csv" | "tsv";
  readonly #request: ColumnRequest;
  /** Lines not yet dealt with: `#held[#next]` and on. */
  #held: Line[] = [];
  #next = 0;
  #ended = false;
  #fieldCount = 0;
  /** Field numbers of text, caller and label; -1 for none, which reads as undefined. */
  #text = -1;
  #caller = -1;
  #label = -1;

  constructor(format: "csv" | "tsv", request: ColumnRequest) {
    this.#format = format;
    this.#request = request;
  }

  push(lines: readonly Line[], out: RowBatch): void {
    this.#held = this.#held.slice(this.#next);
    for (const line of lines) this.#held.push(line);
    this.#next = 0;
    this.#readHeld(out);
  }

  end(out: RowBatch): void {
    this.#ended = true;
    this.#readHeld(out);
  }

  #readHeld(out: RowBatch): void {
    while (this.#next < this.#held.length) {
      const first = this.#held[this.#next]!;
      if (first.fault !== null) {
        this.#drop(out, first, first.fault);
      } else if (first.text === "") {
        this.lines.blank++;
        this.#next++;
      } else {
        const record = this.#readRecord();
        if (record === "wait") return;
        this.#take(out, first, record);
      }
    }
  }

  #readRecord(): ReadRecord | "wait" | "broken" {
    if (this.#format === "tsv") return { fields: splitTabs(this.#held[this.#next]!.text), span: 1 };
    const record = new CsvRecord();
    let units = 0;
    for (let span = 1; span <= MAX_RECORD_LINES; span++) {
      const line = this.#held[this.#next + span - 1];
      if (line === undefined) return this.#ended ? "broken" : "wait";
      units += line.text.length;
      if (line.fault !== null || (span > 1 && units > MAX_RECORD_UNITS)) return "broken";
      const state = record.feed(line.text);
      if (state === "complete") return { fields: record.fields, span };
      if (state === "broken") return "broken";
    }
    return "broken";
  }

  #take(out: RowBatch, first: Line, record: ReadRecord | "broken"): void {
    if (this.columns === null) return this.#takeHeader(first, record);
    if (record === "broken") return this.#drop(out, first, "brokenQuote");
    const { fields, span } = record;
    if (fields.length !== this.#fieldCount) {
      const detail = `found ${fields.length}, and the header has ${this.#fieldCount}`;
      return this.#drop(out, first, "wrongFieldCount", detail);
    }
    const before = out.rows.length;
    addRow(out, first.number, first.text, fields[this.#text], fields[this.#caller], fields[this.#label]);
    this.#next += span;
    if (out.rows.length === before) {
      this.lines.setAside += span;
    } else {
      this.lines.inRows += span;
      if (span > 1) this.lines.multiLineRows++;
    }
  }

  #takeHeader(first: Line, record: ReadRecord | "broken"): void {
    if (record === "broken") {
      throw new RingfenceError(
        "usage",
        `line ${first.number} should name the columns, but a quote in it is opened and not closed as CSV requires`,
      );
    }
    const names = record.fields.map((field) => field.trim());
    this.columns = chooseColumns(names, this.#request, first);
    this.#fieldCount = names.length;
    this.#text = fieldNumber(names, this.columns.text);
    this.#caller = fieldNumber(names, this.columns.caller);
    this.#label = fieldNumber(names, this.columns.label);
    this.lines.header += record.span;
    this.#next += record.span;
  }

  #drop(out: RowBatch, line: Line, reason: SetAsideReason, detail = ""): void {
    setAside(out, line.number, reason, line.text, detail);
    this.lines.setAside++;
    this.#next++;
  }
}

interface ReadRecord {
  readonly fields: readonly string[];
  /** Lines it took. */
  readonly span: number;
}

function fieldNumber(names: readonly string[], name: string | null): number {
  return name === null ? -1 : names.indexOf(name);
}
