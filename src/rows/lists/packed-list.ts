/**
 * A long list that is kept to be changed and loaded again, as bytes in shared memory: a million strings take three
 * times the room, whoever collects garbage goes through all of them, and another thread would get copies.
 */
import { readLines } from "../../core/file/bounded-file.ts";
import type { Country } from "../country.ts";
import { EntryReader, isNoEntry, readBlocklist } from "./blocklist-file.ts";

export class PackedList {
  /** Of a file: entries, each with a line end behind it, in UTF-8. */
  readonly #pieces: readonly Uint8Array<SharedArrayBuffer>[];
  readonly #removed: readonly string[];
  readonly #added: readonly string[];

  constructor({ pieces, removed = [], added = [] }: PackedPieces) {
    this.#pieces = pieces;
    this.#removed = removed;
    this.#added = added;
  }

  /** For another thread. Structured-cloneable, at once. */
  get handle(): Required<PackedPieces> {
    return { pieces: this.#pieces, removed: this.#removed, added: this.#added };
  }

  /** Those of the file that were not removed, then those that were added: some may be both. */
  entries(): string[] {
    const removed = new Set(this.#removed);
    const kept = this.#pieces.flatMap((piece) => Buffer.from(piece).toString("utf8").split("\n").slice(0, -1));
    return [...(removed.size === 0 ? kept : kept.filter((entry) => !removed.has(entry))), ...this.#added];
  }
}

export interface PackedPieces {
  readonly pieces: readonly Uint8Array<SharedArrayBuffer>[];
  readonly removed?: readonly string[];
  readonly added?: readonly string[];
}

/** Entries as a piece of such a list. None has a line end in it. */
function packEntries(entries: readonly string[]): Uint8Array<SharedArrayBuffer> {
  const text = entries.map((entry) => `${entry}\n`).join("");
  const piece = new Uint8Array(new SharedArrayBuffer(Buffer.byteLength(text)));
  Buffer.from(piece.buffer).write(text);
  return piece;
}

export interface PackedFile {
  readonly pieces: PackedPieces["pieces"];
  /** Lines that are no entry, and the number of the first of them; 0: there is none. */
  readonly unread: number;
  readonly firstUnread: number;
}

/** No piece is large. */
const ENTRIES_A_PIECE = 2048;
const MAX_LINE_BYTES = 1 << 16;

/** Some microseconds a line. Throws RingfenceError "io" and "config" as `readBlocklist`. */
export function packFile(path: string, country: Country): PackedFile {
  const pieces: PackedPieces["pieces"][number][] = [];
  const reader = new EntryReader(country);
  let [line, unread, firstUnread] = [0, 0, 0];
  let entries: string[] = [];
  const pack = (): void => {
    if (entries.length > 0) pieces.push(packEntries(entries));
    entries = [];
  };
  for (const text of readLines(path, MAX_LINE_BYTES)) {
    if (isNoEntry(text, ++line)) continue;
    const entry = reader.written(text);
    if (entry !== null) {
      if (entries.push(entry) === ENTRIES_A_PIECE) pack();
    } else if (++unread === 1) firstUnread = line;
  }
  pack();
  // None at all: what is wrong with the file is said in full.
  if (pieces.length === 0) readBlocklist(path, country);
  return { pieces, unread, firstUnread };
}
