/** The lines of a stream, piece by piece, or of a small file, at once. */
import { readBounded } from "../../core/file/bounded-file.ts";
import { guessEncoding } from "./as-utf8.ts";
import { type Line, LineSplitter } from "./line-splitter.ts";
import { refuseLoneReturns, refuseOtherEncodings, refuseUtf16 } from "./readable-text.ts";

interface LinePiece {
  readonly lines: readonly Line[];
  readonly isLast: boolean;
}

/**
 * The lines of a stream. Throws RingfenceError "config" for UTF-16, and for lines that end with CR only. After `until`,
 * an unfinished line is left out.
 */
export async function* linesOf(
  name: string,
  pieces: AsyncIterable<Uint8Array>,
  splitter: LineSplitter,
  until?: AbortSignal,
): AsyncGenerator<LinePiece> {
  let isFirst = true;
  for await (const piece of pieces) {
    if (isFirst) refuseUtf16(name, piece);
    isFirst = false;
    yield { lines: splitter.push(piece), isLast: false };
  }
  const rest = until?.aborted === true ? [] : splitter.end();
  refuseLoneReturns(name, rest);
  yield { lines: rest, isLast: true };
}

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
  for (const line of splitter.end()) lines.push(line);
  refuseLoneReturns(path, lines);
  refuseOtherEncodings(path, lines);
  return lines;
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
