/** Small files of one entry a line: blocklists, scripts. */
import { readBounded } from "../core/bounded-file.ts";
import { type Line, LineSplitter } from "./line-splitter.ts";
import { refuseLoneReturns, refuseOtherEncodings, refuseUtf16 } from "./readable-text.ts";

/** Such files are held in memory; a larger one is a mistake. */
const MAX_LIST_BYTES = 512 * 1024 * 1024;
const CHUNK_BYTES = 1024 * 1024;

/** All lines of a file. Throws `io` when it cannot be read, `config` when it is too large or no text in lines. */
export function readLines(path: string): Line[] {
  const bytes = readBounded(path, MAX_LIST_BYTES);
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
