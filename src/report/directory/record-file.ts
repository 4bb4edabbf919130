/** Documents as JSON Lines, in pieces: one piece is in memory at a time. */
import { setImmediate } from "node:timers/promises";
import { RingfenceError } from "../../core/errors.ts";
import { GrowingFile } from "../../core/file/atomic-file.ts";
import { counted } from "../../ui/format.ts";

/** UTF-16 units of a piece, or a little more. */
const PIECE_UNITS = 1 << 20;

interface Piece {
  readonly text: string;
  readonly lines: number;
}

/**
 * Writes one document a line, each made as it is written. The file is renamed once it is whole; until then it is `path`
 * with .partial behind it, which holds whole lines and stays if it cannot be finished. Signals are heard between
 * pieces. Throws RingfenceError("io"), which says how much is kept.
 */
export async function writeRecords(path: string, documents: Iterable<object>): Promise<void> {
  const file = new GrowingFile(path);
  let lines = 0;
  try {
    for (const piece of piecesOf(documents)) {
      file.write(piece.text);
      lines += piece.lines;
      await setImmediate();
    }
    file.takePlace();
  } catch (error) {
    if (lines > 0) file.leave();
    else file.discard();
    if (!(error instanceof RingfenceError) || lines === 0) throw error;
    throw new RingfenceError(
      error.code,
      `${error.message}; its first ${counted(lines, "line")} stay in ${file.partial}`,
      {
        cause: error,
      },
    );
  }
}

/** No documents, no pieces. */
export function* piecesOf(documents: Iterable<object>): Generator<Piece> {
  let [text, lines] = ["", 0];
  for (const document of documents) {
    text += `${JSON.stringify(document)}\n`;
    lines++;
    if (text.length < PIECE_UNITS) continue;
    yield { text, lines };
    [text, lines] = ["", 0];
  }
  if (lines > 0) yield { text, lines };
}
