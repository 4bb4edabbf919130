/** Records of a small CSV file that must all be whole: a broken one is an error. */
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
  const records = wholeRecords(name, lines, delimiter);
  const fieldCount = records[0]?.length ?? 0;
  return records.flatMap((fields, at) => {
    if (fields.length === 1 && fields[0] === null) return [];
    if (fields.length === fieldCount) return [fields.map((field) => field ?? "")];
    const what = `record ${at + 1} has ${fields.length} fields, and the first has ${fieldCount}`;
    throw new RingfenceError("config", `${name}: ${what}`);
  });
}

function wholeRecords(name: string, lines: readonly Line[], delimiter: Delimiter): Field[][] {
  const records: Field[][] = [];
  const broken = (what: string): RingfenceError =>
    new RingfenceError("config", `${name}: record ${records.length + 1} ${what}`);
  let open: CsvRecord | null = null;
  let units = 0;
  for (const { text, fault, hasReturn = false } of lines) {
    units += text.length;
    if (fault === "lineTooLong" || units > MAX_RECORD_UNITS) {
      throw broken("is longer than 16 million characters: a quote is not closed");
    }
    if (fault === "notUtf8") throw broken("is no UTF-8: convert the file, or name its format with --format");
    open ??= new CsvRecord(delimiter);
    const state = open.feed(text, hasReturn ? "\r\n" : "\n");
    if (state === "open") continue;
    if (state === "broken") throw broken(`has ${JSON.stringify(open.brokenBy)} behind a quote that closes`);
    records.push(open.fields);
    [open, units] = [null, 0];
  }
  if (open !== null) throw broken("has a quote that is not closed: the file is cut short");
  return records;
}
