/**
 * Bytes of a file into pieces of whole lines, for threads to read each on its own. Of CSV a piece should end where a
 * record does: at a line end with an even number of quotes before it, as far as quotes are closed. Where one is not,
 * the reader of the piece says so (piece-screener.ts), and lines that are left over are read with the next piece.
 */
import { MAX_LINE_BYTES } from "../rows/lines/line-splitter.ts";
import type { RestOfFile } from "../rows/read-rows.ts";

export interface BytePiece {
  readonly bytes: Uint8Array;
  /** Lines of the file before it, and in it. */
  readonly linesBefore: number;
  readonly lines: number;
  readonly isLast: boolean;
}

/** Some thousands of rows: much to do for a thread, and little memory. */
export const PIECE_BYTES = 256 * 1024;

const LF = 10;
const QUOTE = 34;

/** The last piece may be empty. Memory: some pieces, and the longest line. */
export async function* cutPieces(rest: RestOfFile, pieceBytes = PIECE_BYTES): AsyncGenerator<BytePiece> {
  const hasQuotes = rest.start.format === "csv";
  let linesBefore = rest.lines;
  let gathered: Uint8Array[] = [rest.carried];
  let size = rest.carried.length;
  /** The end of a line that is too long is dropped. */
  let isDropping = false;
  for await (const chunk of rest.chunks) {
    let taken = chunk;
    if (isDropping) {
      const end = chunk.indexOf(LF);
      if (end < 0) continue;
      taken = chunk.subarray(end);
      isDropping = false;
    }
    gathered.push(taken);
    size += taken.length;
    if (size < pieceBytes) continue;
    let block = Buffer.concat(gathered);
    const end = placeToCut(block, hasQuotes);
    if (end > 0) {
      const bytes = block.subarray(0, end);
      const lines = countOf(bytes, LF);
      yield { bytes, linesBefore, lines, isLast: false };
      linesBefore += lines;
      block = block.subarray(end);
    }
    if (block.length > MAX_LINE_BYTES && !block.includes(LF)) {
      // Long enough to be known for too long.
      block = block.subarray(0, MAX_LINE_BYTES + 1);
      isDropping = true;
    }
    gathered = [block];
    size = block.length;
  }
  const bytes = Buffer.concat(gathered);
  const lines = countOf(bytes, LF) + (bytes.length > 0 && bytes.at(-1) !== LF ? 1 : 0);
  yield { bytes, linesBefore, lines, isLast: true };
}

/** Behind the last line end that suits; 0 where there is none. */
function placeToCut(block: Buffer, hasQuotes: boolean): number {
  const last = block.lastIndexOf(LF);
  if (!hasQuotes || last < 0) return last + 1;
  let [quotes, end] = [countOf(block.subarray(0, last), QUOTE), last];
  // A quote that is not closed makes all line ends behind it unlikely: then one is as good as another.
  while (end > block.length / 2) {
    if (quotes % 2 === 0) return end + 1;
    const before = block.lastIndexOf(LF, end - 1);
    if (before < 0) break;
    quotes -= countOf(block.subarray(before, end), QUOTE);
    end = before;
  }
  return last + 1;
}

function countOf(bytes: Buffer, byte: number): number {
  let count = 0;
  for (let at = bytes.indexOf(byte); at >= 0; at = bytes.indexOf(byte, at + 1)) count++;
  return count;
}
