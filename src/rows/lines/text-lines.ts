/** All lines of a small file. */
import { readBounded } from "../../core/file/bounded-file.ts";
import { guessEncoding, refuseLoneReturns, refuseOtherEncodings, refuseUtf16 } from "./as-utf8.ts";
import { type Line, LineSplitter } from "./line-splitter.ts";

const MAX_FILE_BYTES = 512 * 1024 * 1024;
const CHUNK_BYTES = 1024 * 1024;

/** Lines of a file, or the given ones. Throws like `readLines`. */
export function listLines(list: string | readonly string[]): Line[] {
  if (typeof list === "string") return readLines(list);
  return list.map((text, at) => ({ number: at + 1, text, fault: null }));
}

/**
 * All lines of a file. Throws "io" if it cannot be read, "config" if it has more than `maxBytes` or is not text in
 * lines.
 */
export function readLines(path: string, maxBytes = MAX_FILE_BYTES): Line[] {
  const bytes = readBounded(path, maxBytes);
  refuseUtf16(path, bytes);
  const splitter = new LineSplitter();
  const lines: Line[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    for (const line of splitter.push(bytes.subarray(at, at + CHUNK_BYTES))) lines.push(line);
  }
  lines.push(...splitter.end());
  refuseLoneReturns(path, lines);
  refuseOtherEncodings(path, lines);
  return lines;
}

const MAX_SHOWN = 5;

/** Counts lines, and keeps the numbers of the first ones. */
export class LineTally {
  count = 0;
  /** Empty if entries are not lines. */
  readonly first: number[] = [];

  add(line: number | null): void {
    this.count++;
    if (line !== null && this.first.length < MAX_SHOWN) this.first.push(line);
  }
}

const MAX_FOREIGN_BYTES = 64 * 1024 * 1024;

/** The lines of a small file that may be in the encoding of a country. Throws like `readLines`. */
export function readForeignLines(path: string): Line[] {
  const bytes = readBounded(path, MAX_FOREIGN_BYTES);
  const encoding = guessEncoding(bytes);
  if (encoding === null) return readLines(path);
  const splitter = new LineSplitter();
  return [...splitter.push(Buffer.from(new TextDecoder(encoding).decode(bytes))), ...splitter.end()];
}
