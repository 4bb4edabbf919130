/** The lines of a small file that a spreadsheet may have saved in the encoding of its country. */
import { readBounded } from "../../core/file/bounded-file.ts";
import { guessEncoding } from "./as-utf8.ts";
import { type Line, LineSplitter } from "./line-splitter.ts";
import { readLines } from "./text-lines.ts";

const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** Throws as `readLines` does. */
export function readForeignLines(path: string): Line[] {
  const bytes = readBounded(path, MAX_FILE_BYTES);
  const encoding = guessEncoding(bytes);
  if (encoding === null) return readLines(path);
  const splitter = new LineSplitter();
  return [...splitter.push(Buffer.from(new TextDecoder(encoding).decode(bytes))), ...splitter.end()];
}
