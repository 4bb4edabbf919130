/** Records of CSV or TSV as they were written: what stands in quotes, and what does not, can be told apart. */
import { RingfenceError } from "../../core/errors.ts";

/** A field in quotes is a string whatever is in it; an empty one without quotes is null. */
export type Field = string | null;

/** A record of more characters is a quote that nobody closed. */
const MAX_RECORD_UNITS = 16 * 1024 * 1024;

const OPEN = -1;

export class DelimitedCells {
  readonly #name: string;
  readonly #delimiter: string;
  #text = "";
  #records = 0;

  /** `name`: of the file, for messages. */
  constructor(name: string, delimiter: "," | "\t") {
    this.#name = name;
    this.#delimiter = delimiter;
  }

  /** Records before the next. */
  get records(): number {
    return this.#records;
  }

  /** The records that `text` completes; all of them when `isLast`. Throws RingfenceError "config" for a broken one. */
  push(text: string, isLast: boolean): Field[][] {
    this.#text += text;
    const records: Field[][] = [];
    let at = 0;
    while (at < this.#text.length) {
      const fields: Field[] = [];
      const next = this.#read(at, fields, isLast);
      if (next === OPEN) break;
      records.push(fields);
      this.#records++;
      at = next;
    }
    this.#text = this.#text.slice(at);
    if (this.#text.length > MAX_RECORD_UNITS)
      throw this.#broken("is longer than 16 million characters: a quote is not closed");
    if (isLast && this.#text !== "") throw this.#broken("has a quote that is not closed: the file is cut short");
    return records;
  }

  /** Reads the record at `start`; returns where the next begins, OPEN where its end has not come. */
  #read(start: number, fields: Field[], isLast: boolean): number {
    const text = this.#text;
    let at = start;
    for (;;) {
      let end: number;
      if (text[at] === QUOTE) {
        end = this.#endOfQuotes(at);
        if (end === OPEN || (end === text.length && !isLast)) return OPEN;
        fields.push(text.slice(at + 1, end - 1).replaceAll('""', QUOTE));
      } else {
        end = at;
        while (end < text.length && !this.#endsField(text[end]!)) end++;
        if (end === text.length && !isLast) return OPEN;
        fields.push(end === at ? null : text.slice(at, end));
      }
      if (end === text.length) return end;
      const found = text[end]!;
      if (found === this.#delimiter) {
        at = end + 1;
        continue;
      }
      if (found === "\n") return end + 1;
      if (found === "\r") {
        if (text[end + 1] === "\n") return end + 2;
        if (end + 1 === text.length) return isLast ? end + 1 : OPEN;
      }
      throw this.#broken(`has ${JSON.stringify(found)} behind a quote that closes`);
    }
  }

  #endOfQuotes(start: number): number {
    const text = this.#text;
    for (let at = start + 1; ; at += 2) {
      at = text.indexOf(QUOTE, at);
      if (at < 0) return OPEN;
      if (text[at + 1] !== QUOTE) return at + 1;
    }
  }

  #endsField(unit: string): boolean {
    return unit === this.#delimiter || unit === "\n" || unit === "\r";
  }

  #broken(what: string): RingfenceError {
    return new RingfenceError("config", `${this.#name}: record ${this.#records + 1} ${what}`);
  }
}

const QUOTE = '"';
