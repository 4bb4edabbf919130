/** Reads CSV and TSV: a header line that names the columns, then records. */
import { RingfenceError } from "../../core/errors.ts";
import { COLUMN_ROLES } from "../choose-columns.ts";
import { CsvRecord, type Delimiter, type Field, delimiterOf, splitTabs } from "./csv-record.ts";
import { type Line, MAX_LINE_BYTES } from "../lines/line-splitter.ts";
import type { RowMaker } from "../row-maker.ts";
import { type RowBatch, type SetAsideReason, setAside } from "../row.ts";

/** The most lines of a CSV record, and the most UTF-16 units of one with several lines. */
const MAX_RECORD_LINES = 64;
const MAX_RECORD_UNITS = 256 * 1024;
/** Rows of a file without a header that must agree on the delimiter. */
const ROWS_TO_AGREE = 10;
const UNUSED = -1;

/**
 * A quote that is never closed would make the rest of the file one field. So if a record does not end within the
 * limits, is broken, or has the wrong number of fields, only its first line is set aside. Reading goes on at the next
 * line.
 *
 * If several lines have broken quotes, one quote closes another, and the lines between look like one long field. So a
 * record of several lines that look like rows (`looksLikeRows`) is doubtful. Next to a broken record, only its first
 * line is set aside too.
 */
export class DelimitedParser {
  /** Rows with more than one line. */
  multiLineRows = 0;
  readonly #maker: RowMaker;
  readonly #format: "csv" | "tsv";
  /** For CSV: known from the first line. */
  #delimiter: Delimiter;
  readonly #hasHeader: boolean;
  /** Lines from `#held[#next]` on are not yet read. */
  #held: Line[] = [];
  #next = 0;
  #ended = false;
  #fieldCount = 0;
  /** True if a quote broke the last record. */
  #isBehindBroken = false;
  /** Doubtful records before this line of `#held` are followed by a good one. */
  #believedTo = 0;
  /** By field: the place of its role, or UNUSED. */
  #places: readonly number[] = [];
  /** The values of a row by role, reused for every row. */
  readonly #values: (Field | undefined)[] = COLUMN_ROLES.map(() => undefined);

  /** Without a header, columns are numbered from 1. */
  constructor(format: "csv" | "tsv", maker: RowMaker, hasHeader = true) {
    this.#format = format;
    this.#delimiter = format === "tsv" ? "\t" : ",";
    this.#maker = maker;
    this.#hasHeader = hasHeader;
  }

  get delimiter(): Delimiter {
    return this.#delimiter;
  }

  push(lines: readonly Line[], out: RowBatch): void {
    this.#held = this.#held.slice(this.#next).concat(lines);
    this.#believedTo -= this.#next;
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
        if (this.#maker.choice === null) throw unreadableHeader(first.number, first.fault);
        this.#isBehindBroken = false;
        this.#drop(out, first, first.fault);
      } else if (first.text === "") {
        this.#isBehindBroken = false;
        this.#next++;
      } else {
        if (this.#maker.choice === null && this.#format === "csv") this.#delimiter = this.#tellDelimiter();
        if (this.#maker.choice !== null && !first.text.includes('"')) {
          this.#isBehindBroken = false;
          this.#addRow(out, first, this.#readPlain(first.text), 1);
          continue;
        }
        const record = this.#readBelieved();
        if (record === "wait") return;
        this.#take(out, first, record);
      }
    }
  }

  /** Reads the values of a line without quotes, and only those in use. Returns its number of fields. */
  #readPlain(text: string): number {
    for (let [field, start] = [0, 0]; ; field++) {
      const end = text.indexOf(this.#delimiter, start);
      const place = field < this.#fieldCount ? this.#places[field]! : UNUSED;
      if (place !== UNUSED) this.#values[place] = text.slice(start, end < 0 ? text.length : end);
      if (end < 0) return field + 1;
      start = end + 1;
    }
  }

  /** One header is enough; rows must agree. */
  #tellDelimiter(): Delimiter {
    const lines = this.#held.slice(this.#next, this.#next + (this.#hasHeader ? 1 : ROWS_TO_AGREE));
    return this.#hasHeader || lines.length > 1 ? delimiterOf(lines.map(({ text }) => text)) : ",";
  }

  /** The next record; "doubtful" if it seems to be several rows. */
  #readBelieved(): ReadRecord | "wait" | "broken" | "doubtful" {
    const record = this.#readRecord(this.#next);
    if (this.#maker.choice === null || record === "wait" || record === "broken") return record;
    if (!this.#isDoubtful(this.#next, record) || this.#next < this.#believedTo) return record;
    if (this.#isBehindBroken) return "doubtful";
    return this.#readsOn(this.#next + record.span, record);
  }

  /** The doubtful record before line `at`, if a good record follows it, perhaps after other doubtful ones. */
  #readsOn(at: number, record: ReadRecord): ReadRecord | "wait" | "doubtful" {
    const limit = this.#next + MAX_RECORD_LINES;
    while (at < limit) {
      const line = this.#held[at];
      if (line === undefined && !this.#ended) return "wait";
      if (line === undefined || line.fault !== null || line.text === "") break;
      const following = this.#readRecord(at);
      if (following === "wait") return "wait";
      if (following === "broken" || this.#isSplitWrongly(following)) return "doubtful";
      if (!this.#isDoubtful(at, following)) break;
      at += following.span;
    }
    this.#believedTo = at;
    return record;
  }

  /** True if a quote took several lines and the number of fields is wrong. */
  #isSplitWrongly({ fields, span }: ReadRecord): boolean {
    return span > 1 && fields.length !== this.#fieldCount;
  }

  #isDoubtful(at: number, record: ReadRecord): boolean {
    if (record.span === 1 || record.fields.length !== this.#fieldCount) return false;
    return looksLikeRows(this.#held.slice(at, at + record.span), this.#fieldCount, this.#delimiter);
  }

  /** The record that starts at held line `at`. */
  #readRecord(at: number): ReadRecord | "wait" | "broken" {
    const { text } = this.#held[at]!;
    if (this.#format === "tsv") return { fields: splitTabs(text), span: 1 };
    if (!text.includes('"')) return { fields: text.split(this.#delimiter), span: 1 };
    const record = new CsvRecord(this.#delimiter);
    let units = 0;
    for (let span = 1; span <= MAX_RECORD_LINES; span++) {
      const line = this.#held[at + span - 1];
      if (line === undefined) return this.#ended ? "broken" : "wait";
      units += line.text.length;
      if (line.fault !== null || (span > 1 && units > MAX_RECORD_UNITS)) return "broken";
      const state = record.feed(line.text);
      if (state === "complete") return { fields: record.fields, span };
      if (state === "broken") return "broken";
    }
    return "broken";
  }

  #take(out: RowBatch, first: Line, record: ReadRecord | "broken" | "doubtful"): void {
    if (this.#maker.choice === null) {
      this.#takeHeader(first, record);
      if (this.#hasHeader) return;
    }
    this.#isBehindBroken = typeof record === "string" || this.#isSplitWrongly(record);
    if (record === "broken") return this.#drop(out, first, "brokenQuote");
    if (record === "doubtful") return this.#drop(out, first, "brokenQuote", "closed by a quote of another row");
    for (const [field, place] of this.#places.entries()) {
      if (place !== UNUSED) this.#values[place] = record.fields[field];
    }
    this.#addRow(out, first, record.fields.length, record.span);
  }

  #addRow(out: RowBatch, first: Line, fieldCount: number, span: number): void {
    if (fieldCount !== this.#fieldCount) {
      const detail = `found ${fieldCount}, and the header has ${this.#fieldCount}`;
      return this.#drop(out, first, "wrongFieldCount", detail);
    }
    if (this.#maker.add(out, first.number, first.text, this.#values) && span > 1) this.multiLineRows++;
    this.#next += span;
  }

  #takeHeader(first: Line, record: ReadRecord | "broken" | "doubtful"): void {
    if (typeof record === "string") {
      throw new RingfenceError(
        "usage",
        `line ${first.number} should name the columns, but a quote in it is opened and not closed as CSV requires`,
      );
    }
    const names = record.fields.map((field, at) => (this.#hasHeader ? (field?.trim() ?? "") : String(at + 1)));
    const columns = this.#maker.choose(names, this.#hasHeader ? first : null);
    this.#fieldCount = names.length;
    this.#places = names.map((name) => COLUMN_ROLES.findIndex((role) => columns[role] === name));
    if (this.#hasHeader) this.#next += record.span;
  }

  #drop(out: RowBatch, line: Line, reason: SetAsideReason, detail = ""): void {
    setAside(out, line.number, reason, line.text, detail);
    this.#next++;
  }
}

/** Otherwise the next line would become the header, and a row would be lost. */
function unreadableHeader(line: number, fault: NonNullable<Line["fault"]>): RingfenceError {
  const what =
    fault === "lineTooLong"
      ? `is longer than ${MAX_LINE_BYTES} bytes: shorten it, or see whether the file has lines at all`
      : "is not valid UTF-8: name its encoding, as --encoding gb18030";
  return new RingfenceError("usage", `line ${line}, the header, ${what}`);
}

interface ReadRecord {
  readonly fields: readonly Field[];
  /** Number of lines. */
  readonly span: number;
}

/** True if every line, ignoring quotes, has as many fields as a row, or one line without quotes is a whole row. */
function looksLikeRows(lines: readonly Line[], fieldCount: number, delimiter: Delimiter): boolean {
  const isFull = (text: string): boolean => text.split(delimiter).length === fieldCount;
  return (
    lines.every(({ text }) => isFull(text)) ||
    lines.some(({ text }) => !text.includes('"') && text !== "" && isFull(text))
  );
}
