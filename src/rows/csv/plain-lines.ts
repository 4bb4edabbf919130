/**
 * The fast path for CSV and TSV: reads plain lines straight into columns of events, mostly without objects or strings.
 * A line is plain if it is a whole record with the right number of fields, quotes stand only around whole fields, and
 * its values can be read. Other lines go to the general parser, with the same result.
 */
import { transcode } from "node:buffer";
import {
  ANSWERED_UNKNOWN,
  KIND_CALL,
  KIND_MESSAGE,
  MAX_TEXT_UNITS,
  DIRECTION_UNKNOWN,
} from "../../event/event-batch.ts";
import { type Identity, plainNumberInto, WITHHELD } from "../../event/identity.ts";
import { packField, PROVENANCE_FIELDS, type ProvenanceField } from "../../event/provenance.ts";
import { type ColumnRole, PLACE_OF_ROLE, RECORD_ROLES } from "../choose-columns.ts";
import { CHINA } from "../country.ts";
import type { DelimitedParser } from "./delimited-parser.ts";
import { type EventRows, HAS_CALLER, HAS_TIME, NO_LABEL, type RowChunk } from "../event-rows.ts";
import {
  isPlausible,
  MAX_DURATION_S,
  readAnswered,
  readDuration,
  readEventId,
  readDirection,
  readRecord,
  readRoute,
  readTime,
} from "../event-values.ts";
import { MAX_CALLER_UNITS } from "../fill-events.ts";
import type { Line } from "../lines/line-splitter.ts";
import type { ParserStart } from "../row-parser.ts";
import type { RowBatch } from "../row.ts";

const [LF, CR, QUOTE, ZERO] = [10, 13, 34, 48];
const NOT_PLAIN = -1;
/** Labels that are recognised without making a string. */
const KNOWN_LABELS = 8;
/** Numbers with at most this number of digits are exact. */
const MAX_DIGITS = 15;
const TWO_32 = 4294967296;

interface PlainReading {
  /** Whole lines in UTF-8, behind `linesBefore` others. */
  readonly bytes: Uint8Array;
  readonly linesBefore: number;
  readonly start: ParserStart;
  /** For lines that are not plain. It holds no line back. */
  readonly parser: DelimitedParser;
  readonly rows: EventRows;
  /** Gets lines that are set aside. */
  readonly out: RowBatch;
}

/** Returns the number of lines. All are read, except those that `parser` holds back. */
export function readPlainLines(reading: PlainReading): number {
  return new PlainLines(reading).read();
}

class PlainLines {
  readonly #reading: PlainReading;
  readonly #units: Uint16Array;
  readonly #delimiter: number;
  /** A unit that no plain line has outside of quoted fields: for TSV, a quote. */
  readonly #odd: number;
  /** By field: its first unit, and the one behind its last. */
  readonly #from: Uint32Array;
  readonly #to: Uint32Array;
  /** By role: its field, or -1. */
  readonly #text: number;
  readonly #caller: number;
  readonly #label: number;
  readonly #callee: number;
  readonly #time: number;
  readonly #duration: number;
  readonly #answered: number;
  readonly #route: number;
  readonly #direction: number;
  readonly #id: number;
  /** Columns of operators' records. */
  readonly #records: readonly { readonly field: number; readonly of: ProvenanceField }[];
  readonly #isChina: boolean;
  readonly #knownLabels: { readonly units: Uint16Array; readonly number: number }[] = [];
  readonly #eventId = { low: 0, high: 0 };
  readonly #number = new Float64Array(1);
  #at = 0;
  #lines = 0;

  constructor(reading: PlainReading) {
    this.#reading = reading;
    const { format, delimiter, fieldCount, fieldOf, shape } = reading.start;
    this.#units = unitsOfBytes(reading.bytes);
    this.#delimiter = delimiter.charCodeAt(0);
    this.#odd = format === "tsv" ? QUOTE : LF;
    this.#from = new Uint32Array(fieldCount);
    this.#to = new Uint32Array(fieldCount);
    const field = (role: ColumnRole): number => fieldOf[PLACE_OF_ROLE[role]]!;
    // A column may have been left out because of its first value.
    const settled = (role: ColumnRole): number => (shape.columns[role] === null ? -1 : field(role));
    this.#text = field("text");
    this.#caller = field("caller");
    this.#label = field("label");
    this.#callee = field("callee");
    this.#time = settled("time");
    this.#duration = settled("duration");
    this.#answered = settled("answered");
    this.#route = settled("route");
    this.#direction = settled("direction");
    this.#id = field("id");
    this.#records = RECORD_ROLES.flatMap((role) => {
      const at = settled(role);
      return at < 0 ? [] : [{ field: at, of: PROVENANCE_FIELDS[role] }];
    });
    this.#isChina = reading.rows.country === CHINA;
  }

  read(): number {
    const units = this.#units;
    const { parser, rows, linesBefore } = this.#reading;
    while (this.#at < units.length) {
      if (isBlank(units, this.#at)) {
        parser.pass("blank");
        this.#at += units[this.#at] === CR ? 2 : 1;
        this.#lines++;
        continue;
      }
      const end = this.#split(this.#at);
      if (end === NOT_PLAIN || !this.#addTo(rows.open, linesBefore + this.#lines + 1)) {
        this.#leaveToParser();
        continue;
      }
      parser.pass("inRows");
      this.#at = end + 1;
      this.#lines++;
    }
    return this.#lines;
  }

  /** Finds the fields of the line at unit `at`. Returns the position of its LF, or NOT_PLAIN. */
  #split(at: number): number {
    const units = this.#units;
    const delimiter = this.#delimiter;
    const odd = this.#odd;
    const from = this.#from;
    const to = this.#to;
    const count = from.length;
    let end = at;
    for (let field = 0; field < count; field++) {
      let unit = units[end]!;
      if (unit === QUOTE) {
        const closing = odd === QUOTE ? NOT_PLAIN : closingQuote(units, end + 1);
        if (closing === NOT_PLAIN) return NOT_PLAIN;
        from[field] = end + 1;
        to[field] = closing;
        end = closing + 1;
        unit = units[end]!;
        if (unit === CR && units[end + 1] === LF) unit = units[++end]!;
        if (unit !== delimiter && unit !== LF) return NOT_PLAIN;
      } else {
        from[field] = end;
        while (unit !== delimiter && unit !== LF && unit !== odd) unit = units[++end]!;
        if (unit === QUOTE) return NOT_PLAIN;
        to[field] = unit === LF && end > from[field]! && units[end - 1] === CR ? end - 1 : end;
      }
      if (unit === LF) return field === count - 1 ? end : NOT_PLAIN;
      end++;
    }
    return NOT_PLAIN;
  }

  /** Adds the split row. Returns false if a value is not plain, or the row must be set aside. */
  #addTo(chunk: RowChunk, line: number): boolean {
    const { events, told } = chunk;
    const index = events.count;
    const textFrom = this.#text < 0 ? 0 : this.#from[this.#text]!;
    const length = this.#text < 0 ? 0 : this.#to[this.#text]! - textFrom;
    if (length > MAX_TEXT_UNITS) return false;
    const hasCaller = this.#identityInto(events.caller, index, this.#caller);
    if (length === 0 && !hasCaller) return false;
    let flags = hasCaller ? HAS_CALLER : 0;
    events.timeMs[index] = line;
    if (this.#isGiven(this.#time)) {
      if (!this.#timeInto(events.timeMs, index)) return false;
      flags |= HAS_TIME;
    }
    const durationS = this.#isGiven(this.#duration) ? this.#durationOf(this.#duration) : 0;
    const byLength = this.#isGiven(this.#duration) ? Number(durationS > 0) : ANSWERED_UNKNOWN;
    const answered = this.#isGiven(this.#answered) ? this.#answeredOf(this.#answered) : byLength;
    const route = this.#isGiven(this.#route)
      ? readRoute(this.#stringOf(this.#route))
      : this.#routeOf(events.caller, index);
    const direction = this.#isGiven(this.#direction)
      ? readDirection(this.#stringOf(this.#direction))
      : DIRECTION_UNKNOWN;
    const provenance = this.#records.length === 0 ? 0 : this.#provenance();
    if (Number.isNaN(durationS + answered + route + direction + provenance)) return false;
    const isCall = length === 0;
    this.#identityInto(events.callee, index, this.#callee);
    this.#idInto(events.idLow, events.idHigh, index, line);
    events.kind[index] = isCall ? KIND_CALL : KIND_MESSAGE;
    events.route[index] = route;
    events.direction[index] = direction;
    events.provenance[index] = provenance;
    events.answered[index] = isCall ? answered : 0;
    events.durationS[index] = isCall ? durationS : 0;
    const end = copyUnits(this.#units, textFrom, length, events.text, events.textStart[index]!);
    events.textStart[index + 1] = end;
    chunk.line[index] = line;
    chunk.label[index] = this.#labelOf(this.#label);
    told[index] = flags;
    events.count = index + 1;
    return true;
  }

  /** True if the field has more than spaces. */
  #isGiven(field: number): boolean {
    if (field < 0) return false;
    const from = this.#from[field]!;
    const to = this.#to[field]!;
    // Most begin with a digit.
    return from < to && (isDigit(this.#units[from]!) || this.#stringOf(field) !== "");
  }

  /** Returns false if the field is empty. */
  #identityInto(out: Float64Array, index: number, field: number): boolean {
    out[index] = WITHHELD;
    if (field < 0 || this.#from[field] === this.#to[field]) return false;
    if (this.#isChina && plainNumberInto(this.#units, this.#from[field]!, this.#to[field]!, out, index)) return true;
    const written = this.#stringOf(field);
    if (written === "") return false;
    out[index] = this.#reading.rows.country.identityOf(written.slice(0, MAX_CALLER_UNITS));
    return true;
  }

  #routeOf(callers: Float64Array, index: number): number {
    return this.#reading.rows.country.routeOf(callers[index]! as Identity);
  }

  #timeInto(out: Float64Array, index: number): boolean {
    const { timeForm: form, isOfEpoch } = this.#reading.start.shape;
    if (form === null) return false;
    if (form === "milliseconds" && this.#digitsInto(out, index, this.#time)) return isPlausible(out[index]!, isOfEpoch);
    const timeMs = readTime(this.#stringOf(this.#time), form, isOfEpoch);
    out[index] = timeMs;
    return !Number.isNaN(timeMs);
  }

  #durationOf(field: number): number {
    if (this.#digitsInto(this.#number, 0, field)) return Math.min(MAX_DURATION_S, this.#number[0]!);
    return readDuration(this.#stringOf(field));
  }

  /** The packed records; NaN if one cannot be read. */
  #provenance(): number {
    let word = 0;
    for (const { field, of } of this.#records) {
      if (!this.#isGiven(field)) continue;
      const value = this.#digitsInto(this.#number, 0, field) ? this.#number[0]! : readRecord(this.#stringOf(field));
      if (Number.isNaN(value)) return Number.NaN;
      word |= packField(of, value);
    }
    return word >>> 0;
  }

  #answeredOf(field: number): number {
    const from = this.#from[field]!;
    const digit = this.#units[from]! - ZERO;
    return this.#to[field] === from + 1 && (digit === 0 || digit === 1) ? digit : readAnswered(this.#stringOf(field));
  }

  #idInto(low: Uint32Array, high: Uint32Array, index: number, line: number): void {
    const number = this.#number;
    if (!this.#digitsInto(number, 0, this.#id)) {
      const written = this.#id < 0 ? "" : this.#stringOf(this.#id);
      if (written !== "") {
        readEventId(written, this.#eventId);
        low[index] = this.#eventId.low;
        high[index] = this.#eventId.high;
        return;
      }
      number[0] = line;
    }
    low[index] = number[0]! >>> 0;
    high[index] = Math.floor(number[0]! / TWO_32);
  }

  /** Reads a field of digits. Returns false for anything else. */
  #digitsInto(out: Float64Array, index: number, field: number): boolean {
    if (field < 0) return false;
    const [from, to] = [this.#from[field]!, this.#to[field]!];
    if (from === to || to - from > MAX_DIGITS) return false;
    let value = 0;
    for (let i = from; i < to; i++) {
      if (!isDigit(this.#units[i]!)) return false;
      value = value * 10 + this.#units[i]! - ZERO;
    }
    out[index] = value;
    return true;
  }

  #labelOf(field: number): number {
    if (field < 0) return NO_LABEL;
    const [from, to] = [this.#from[field]!, this.#to[field]!];
    if (from === to) return NO_LABEL;
    for (const { units, number } of this.#knownLabels) {
      if (units.length === to - from && isSame(units, this.#units, from)) return number;
    }
    const label = this.#stringOf(field);
    const number = label === "" ? NO_LABEL : this.#reading.rows.labelNumber(label);
    if (this.#knownLabels.length < KNOWN_LABELS) this.#knownLabels.push({ units: this.#units.slice(from, to), number });
    return number;
  }

  #stringOf(field: number): string {
    return this.#textOf(this.#from[field]!, this.#to[field]!).trim();
  }

  #textOf(from: number, to: number): string {
    const { buffer, byteOffset } = this.#units;
    return Buffer.from(buffer, byteOffset + 2 * from, 2 * (to - from)).toString("utf16le");
  }

  /** Gives this line to the parser, and more until it holds none back. */
  #leaveToParser(): void {
    const { parser, rows, out } = this.#reading;
    for (let wanted = 1; this.#at < this.#units.length; wanted *= 2) {
      const lines: Line[] = [];
      while (lines.length < wanted && this.#at < this.#units.length) lines.push(this.#takeLine());
      parser.push(lines, out);
      for (const row of out.rows) rows.add(row);
      out.rows.length = 0;
      if (parser.heldLines === 0) return;
    }
  }

  #takeLine(): Line {
    const from = this.#at;
    const end = this.#units.indexOf(LF, from);
    this.#at = end + 1;
    const to = end > from && this.#units[end - 1] === CR ? end - 1 : end;
    return { number: this.#reading.linesBefore + ++this.#lines, text: this.#textOf(from, to), fault: null };
  }
}

function unitsOfBytes(bytes: Uint8Array): Uint16Array {
  // Three times as fast as through a string.
  const { buffer, byteOffset, byteLength } = transcode(bytes, "utf8", "utf16le");
  return new Uint16Array(buffer, byteOffset, byteLength / 2);
}

function isBlank(units: Uint16Array, at: number): boolean {
  return units[at] === LF || (units[at] === CR && units[at + 1] === LF);
}

/** The position of the closing quote in this line, or NOT_PLAIN. */
function closingQuote(units: Uint16Array, from: number): number {
  let at = from;
  while (units[at] !== QUOTE && units[at] !== LF) at++;
  return units[at] === QUOTE ? at : NOT_PLAIN;
}

function copyUnits(units: Uint16Array, from: number, length: number, into: Uint16Array, at: number): number {
  for (let i = 0; i < length; i++) into[at + i] = units[from + i]!;
  return at + length;
}

function isSame(some: Uint16Array, units: Uint16Array, from: number): boolean {
  for (let i = 0; i < some.length; i++) if (some[i] !== units[from + i]) return false;
  return true;
}

function isDigit(unit: number): boolean {
  return unit >= ZERO && unit <= ZERO + 9;
}
