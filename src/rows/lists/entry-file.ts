/** The entries of a blocklist as they are listed, for a program that changes the list and loads it again. */
import { readLines } from "../../core/file/bounded-file.ts";
import type { Country } from "../country.ts";
import { EntryReader, isNoEntry, readBlocklist } from "./blocklist-file.ts";

export interface EntryFile {
  readonly entries: readonly string[];
  /** Lines that are no entry, and the number of the first of them; 0: there is none. */
  readonly unread: number;
  readonly firstUnread: number;
}

const MAX_LINE_BYTES = 1 << 16;

/** Some microseconds a line. Throws RingfenceError "io" and "config" as `readBlocklist`. */
export function readEntries(path: string, country: Country): EntryFile {
  const reader = new EntryReader(country);
  const entries: string[] = [];
  let [line, unread, firstUnread] = [0, 0, 0];
  for (const text of readLines(path, MAX_LINE_BYTES)) {
    if (isNoEntry(text, ++line)) continue;
    const entry = reader.written(text);
    if (entry !== null) entries.push(entry);
    else if (++unread === 1) firstUnread = line;
  }
  // None at all: what is wrong with the file is said in full.
  if (entries.length === 0) readBlocklist(path, country);
  return { entries, unread, firstUnread };
}
