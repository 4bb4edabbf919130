/** Files from outside, of which only so much is read: a device or a pipe has no size, and perhaps no end. */
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { formatCount } from "../counted.ts";
import { RingfenceError } from "../errors.ts";
import { cannotRead } from "./disk-error.ts";

const PIECE_BYTES = 1 << 20;
const LF = 10;

/** The whole file. Throws RingfenceError "io" when it cannot be read, "config" when it has more than `mostBytes`. */
export function readBounded(path: string, mostBytes: number): Buffer {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for (const piece of piecesOf(path, Math.min(PIECE_BYTES, mostBytes + 1))) {
    bytes += piece.length;
    if (bytes > mostBytes) throw tooLarge(path, mostBytes);
    pieces.push(Buffer.from(piece));
  }
  return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
}

/**
 * Without their ends. Throws as `readBounded`, "config" for a line of more than `mostBytes`. Memory: the longest line.
 */
export function* readLines(path: string, mostBytes: number, pieceBytes = PIECE_BYTES): Generator<string> {
  let begun: Buffer[] = [];
  let begunBytes = 0;
  for (const piece of piecesOf(path, pieceBytes)) {
    let start = 0;
    for (let end = piece.indexOf(LF); end >= 0; end = piece.indexOf(LF, start)) {
      yield Buffer.concat([...begun, piece.subarray(start, end)]).toString("utf8");
      [begun, begunBytes] = [[], 0];
      start = end + 1;
    }
    if (start === piece.length) continue;
    begun.push(Buffer.from(piece.subarray(start)));
    begunBytes += piece.length - start;
    if (begunBytes > mostBytes) throw tooLarge(`a line of ${path}`, mostBytes);
  }
  if (begunBytes > 0) yield Buffer.concat(begun).toString("utf8");
}

/** Of a plain file; null where there is none, or cannot be looked at: opening it says why. */
export function fileSize(path: string): number | null {
  try {
    const found = statSync(path);
    return found.isFile() ? found.size : null;
  } catch {
    return null;
  }
}

function* piecesOf(path: string, pieceBytes: number): Generator<Buffer> {
  const piece = Buffer.allocUnsafe(pieceBytes);
  const file = orCannotRead(path, () => openSync(path, "r"));
  try {
    for (;;) {
      const read = orCannotRead(path, () => readSync(file, piece));
      if (read === 0) return;
      yield piece.subarray(0, read);
    }
  } finally {
    closeSync(file);
  }
}

function orCannotRead<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    throw cannotRead(path, cause);
  }
}

function tooLarge(what: string, mostBytes: number): RingfenceError {
  const most = formatCount(mostBytes);
  return new RingfenceError("config", `${what} has more than ${most} bytes, and no such file should`);
}
