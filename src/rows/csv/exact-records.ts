/** Records of CSV or TSV that must all be whole: a broken one is an error. */
import { RingfenceError } from "../../core/errors.ts";
import type { Line } from "../lines/line-splitter.ts";
import { CsvRecord, type Delimiter, type Field } from "./csv-record.ts";

/** A longer record has a quote that is not closed. */
const MAX_RECORD_UNITS = 16 * 1024 * 1024;

/**
 * All records of a CSV file, each with as many fields as the first. Blank lines are skipped. Throws RingfenceError
 * "config" for a broken record.
 */
export function exactRecords(name: string, lines: readonly Line[], delimiter: Delimiter = ","): string[][] {
  const reader = new ExactRecords(name, delimiter);
  const records = reader.push(lines);
  reader.end();
  const fieldCount = records[0]?.length ?? 0;
  return records.flatMap((fields, at) => {
    if (fields.length === 1 && fields[0] === null) return [];
    if (fields.length === fieldCount) return [fields.map((field) => field ?? "")];
    const what = `record ${at + 1} has ${fields.length} fields, and the first has ${fieldCount}`;
    throw new RingfenceError("config", `${name}: ${what}`);
  });
}

export class ExactRecords {
  readonly #name: string;
  readonly #delimiter: Delimiter;
  #records = 0;
  /** The unfinished record. */
  #open: CsvRecord | null = null;
  #openUnits = 0;

  constructor(name: string, delimiter: Delimiter) {
    this.#name = name;
    this.#delimiter = delimiter;
  }

  /** The records that `lines` complete. Throws RingfenceError "config" for a broken one. */
  push(lines: readonly Line[]): Field[][] {
    const records: Field[][] = [];
    for (const { text, fault, hasReturn = false } of lines) {
      this.#openUnits += text.length;
      if (fault === "lineTooLong" || this.#openUnits > MAX_RECORD_UNITS) {
        throw this.#broken("is longer than 16 million characters: a quote is not closed");
      }
      if (fault === "notUtf8") throw this.#broken("is no UTF-8: convert the file, or name its format with --format");
      const record = (this.#open ??= new CsvRecord(this.#delimiter));
      const state = record.feed(text, hasReturn ? "\r\n" : "\n");
      if (state === "open") continue;
      if (state === "broken") throw this.#broken(`has ${JSON.stringify(record.brokenBy)} behind a quote that closes`);
      records.push(record.fields);
      this.#records++;
      this.#open = null;
      this.#openUnits = 0;
    }
    return records;
  }

  /** Throws RingfenceError "config" if a record has not ended. */
  end(): void {
    if (this.#open !== null) throw this.#broken("has a quote that is not closed: the file is cut short");
  }

  #broken(what: string): RingfenceError {
    return new RingfenceError("config", `${this.#name}: record ${this.#records + 1} ${what}`);
  }
}
