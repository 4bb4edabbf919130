/**
 * Cuts a file into pieces of whole lines, which threads read separately. A piece of CSV should end with a record: at a
 * line end with an even number of quotes before it. If that is wrong, the reader of the piece says so
 * (piece-screener.ts), and the lines left over are read with the next piece.
 */
import { within } from "../core/time.ts";
import { MAX_LINE_BYTES } from "../rows/lines/line-splitter.ts";
import type { RestOfFile } from "../rows/read-rows.ts";

export interface BytePiece {
  readonly bytes: Uint8Array;
  /** Lines of the file before it, and in it. */
  readonly linesBefore: number;
  readonly lines: number;
  readonly isLast: boolean;
}

/** Some thousands of rows. */
export const PIECE_BYTES = 256 * 1024;

const LF = 10;
const QUOTE = 34;

/**
 * The last piece may be empty. Memory: some pieces and the longest line. `holdMs`: the longest that a line waits for
 * others.
 */
export async function* cutPieces(
  rest: RestOfFile,
  pieceBytes = PIECE_BYTES,
  holdMs = Number.POSITIVE_INFINITY,
): AsyncGenerator<BytePiece> {
  try {
    yield* cut(rest, pieceBytes, holdMs);
  } finally {
    await rest.chunks.return(undefined);
  }
}

async function* cut(rest: RestOfFile, pieceBytes: number, holdMs: number): AsyncGenerator<BytePiece> {
  const hasQuotes = rest.start.format === "csv";
  let linesBefore = rest.lines;
  let gathered: Uint8Array[] = [rest.carried];
  let size = rest.carried.length;
  /** True while the rest of a line that is too long is dropped. */
  let isDropping = false;
  /** Time at which the first whole line came; null: none waits. */
  let heldSince: number | null = null;
  let coming: Promise<IteratorResult<Uint8Array>> | null = null;
  for (;;) {
    coming ??= rest.chunks.next();
    const dueMs: number = heldSince === null ? Number.POSITIVE_INFINITY : heldSince + holdMs;
    const next: IteratorResult<Uint8Array> | null =
      dueMs === Number.POSITIVE_INFINITY ? await coming : await within(coming, dueMs - performance.now());
    if (next !== null) {
      coming = null;
      if (next.done === true) break;
      let taken = next.value;
      if (isDropping) {
        const end = taken.indexOf(LF);
        if (end < 0) continue;
        taken = taken.subarray(end);
        isDropping = false;
      }
      gathered.push(taken);
      size += taken.length;
      if (heldSince === null && taken.includes(LF)) heldSince = performance.now();
      if (size < pieceBytes && !(heldSince !== null && performance.now() >= heldSince + holdMs)) continue;
    }
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
      // Keeps enough to show that it is too long.
      block = block.subarray(0, MAX_LINE_BYTES + 1);
      isDropping = true;
    }
    gathered = [block];
    size = block.length;
    heldSince = block.includes(LF) ? performance.now() : null;
  }
  let bytes = Buffer.concat(gathered);
  if (rest.until?.aborted === true) bytes = bytes.subarray(0, bytes.lastIndexOf(LF) + 1);
  const lines = countOf(bytes, LF) + (bytes.length > 0 && bytes.at(-1) !== LF ? 1 : 0);
  yield { bytes, linesBefore, lines, isLast: true };
}

/** The position behind the best line end; 0 if there is none. */
function placeToCut(block: Buffer, hasQuotes: boolean): number {
  const last = block.lastIndexOf(LF);
  if (!hasQuotes || last < 0) return last + 1;
  let [quotes, end] = [countOf(block.subarray(0, last), QUOTE), last];
  // With an open quote, all line ends behind it are equally unlikely.
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
