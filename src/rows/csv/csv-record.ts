/** The fields of one record of comma-separated (RFC 4180), semicolon-separated or tab-separated text. */

/** Spreadsheets use semicolons in countries that write decimals with a comma. */
export type Delimiter = "," | ";" | "\t";

type RecordState = "complete" | "open" | "broken";

/** Null if empty and without quotes. */
export type Field = string | null;

/**
 * One record, fed line by line, since a quoted field may hold line breaks. A quote counts only at the start of a field.
 * A record is `broken` if a closing quote is not followed by a delimiter.
 */
export class CsvRecord {
  readonly fields: Field[] = [];
  /** The character behind the closing quote of a broken record. */
  brokenBy = "";
  readonly #delimiter: string;
  /** The open quoted field so far. */
  #open: string | null = null;

  constructor(delimiter: Delimiter = ",") {
    this.#delimiter = delimiter;
  }

  feed(line: string, lineBreak = "\n"): RecordState {
    let at = 0;
    for (;;) {
      if (this.#open === null && line.charAt(at) !== QUOTE) {
        const end = line.indexOf(this.#delimiter, at);
        const field = end < 0 ? line.slice(at) : line.slice(at, end);
        this.fields.push(field === "" ? null : field);
        if (end < 0) return "complete";
        at = end + 1;
        continue;
      }
      if (this.#open === null) {
        this.#open = "";
        at++;
      }
      at = this.#readQuoted(line, at, lineBreak);
      if (at === OPEN) return "open";
      if (at > line.length) return "complete";
      if (at === BROKEN) return "broken";
    }
  }

  /** Reads inside quotes. Returns the start of the next field (beyond the line: none), OPEN or BROKEN. */
  #readQuoted(line: string, start: number, lineBreak: string): number {
    let at = start;
    for (;;) {
      const quote = line.indexOf(QUOTE, at);
      if (quote < 0) {
        this.#open += line.slice(at) + lineBreak;
        return OPEN;
      }
      this.#open += line.slice(at, quote);
      const next = line.charAt(quote + 1);
      if (next === QUOTE) {
        this.#open += QUOTE;
        at = quote + 2;
        continue;
      }
      if (next !== "" && next !== this.#delimiter) {
        this.brokenBy = next;
        return BROKEN;
      }
      this.fields.push(this.#open!);
      this.#open = null;
      return quote + 2;
    }
  }
}

/** The delimiter that splits all first lines into the same number of columns, at least two; else a comma. */
export function delimiterOf(lines: readonly string[]): Delimiter {
  const columnsOf = (line: string, delimiter: Delimiter): number => {
    const record = new CsvRecord(delimiter);
    return record.feed(line) === "complete" ? record.fields.length : 0;
  };
  const parts = (delimiter: Delimiter): boolean => {
    const [columns = 0, ...others] = new Set(lines.map((line) => columnsOf(line, delimiter)));
    return columns > 1 && others.length === 0;
  };
  return ([",", ";", "\t"] as const).find(parts) ?? ",";
}

const QUOTE = '"';
const OPEN = -1;
const BROKEN = -2;

/**
 * The fields of a line of tab-separated text. The format has no quotes, but spreadsheets write them: quotes around a
 * whole field, with inner quotes doubled, are removed. Any other quote is a character. A record is always one line.
 */
export function splitTabs(line: string): string[] {
  const fields = line.split("\t");
  return line.includes(QUOTE) ? fields.map(unquote) : fields;
}

function unquote(field: string): string {
  if (field.length < 2 || !field.startsWith(QUOTE) || !field.endsWith(QUOTE)) return field;
  const inner = field.slice(1, -1);
  return inner.replaceAll('""', "").includes(QUOTE) ? field : inner.replaceAll('""', QUOTE);
}
