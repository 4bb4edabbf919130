/**
 * Files from outside, of which only so much is read: a device or a pipe has no size that could be asked for, and no end
 * perhaps.
 */
import { formatCount } from "../counted.ts";
import { closeSync, openSync, readSync } from "node:fs";
import { errorCode, messageOf, RingfenceError } from "../errors.ts";

const FIRST_BYTES = 65_536;

/**
 * The whole file. Throws RingfenceError "io" when it cannot be read, "config" when it has more than `mostBytes`.
 * Memory: twice the file, and three times for a moment, while it grows.
 */
export function readBounded(path: string, mostBytes: number): Buffer {
  try {
    const file = openSync(path, "r");
    try {
      return readAll(file, path, mostBytes);
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    if (cause instanceof RingfenceError) throw cause;
    throw cannotRead(path, cause);
  }
}

/** What is read at a time. */
const PIECE_BYTES = 1 << 20;

/**
 * The lines of a text, one after the other, without what ends them; a file has any number of them. Throws as
 * `readBounded` does, "config" for a line of more than `mostBytes`. Memory: a piece, and the longest line.
 */
export function* readLines(path: string, mostBytes: number, pieceBytes = PIECE_BYTES): Generator<string> {
  const piece = Buffer.allocUnsafe(pieceBytes);
  const file = orCannotRead(path, () => openSync(path, "r"));
  try {
    let begun: Buffer[] = [];
    let begunBytes = 0;
    for (;;) {
      const read = orCannotRead(path, () => readSync(file, piece));
      if (read === 0) break;
      let start = 0;
      for (let end = piece.indexOf(LF); end >= 0 && end < read; end = piece.indexOf(LF, start)) {
        yield Buffer.concat([...begun, piece.subarray(start, end)]).toString("utf8");
        [begun, begunBytes] = [[], 0];
        start = end + 1;
      }
      if (start === read) continue;
      begun.push(Buffer.from(piece.subarray(start, read)));
      begunBytes += read - start;
      if (begunBytes > mostBytes) throw tooLarge(`a line of ${path}`, mostBytes);
    }
    if (begunBytes > 0) yield Buffer.concat(begun).toString("utf8");
  } finally {
    closeSync(file);
  }
}

const LF = 10;

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

const ADVICE: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file: check the path",
  ENOTDIR: "a part of the path is a file: check the path",
  EISDIR: "it is a directory: name a file",
  EACCES: "permission is denied: name a file that you may read",
  ERR_INVALID_ARG_VALUE: "a path has no character 0: name a file",
  EPERM: "permission is denied: name a file that you may read",
  ELOOP: "its links lead in a circle: name another",
  ESTALE: "the server of files has lost it: mount it anew, or look from another machine",
  ENOTCONN: "the server of files is gone: mount it anew, or look from another machine",
  EIO: "the disk or the server of files does not answer: look from another machine",
  ETIMEDOUT: "the server of files does not answer: try again, or look from another machine",
};

/** What went wrong with a file from outside, and what to do; `expected`: what it should have been. */
export function cannotRead(path: string, cause: unknown, expected = ""): RingfenceError {
  const code = errorCode(cause);
  const reason = Object.hasOwn(ADVICE, code) ? `${ADVICE[code]!} (${code})` : messageOf(cause);
  return new RingfenceError("io", `cannot read ${path}: ${reason}${expected && `; expected ${expected}`}`, { cause });
}

function readAll(file: number, path: string, mostBytes: number): Buffer {
  let bytes = Buffer.allocUnsafe(Math.min(FIRST_BYTES, mostBytes + 1));
  let length = 0;
  for (;;) {
    const read = readSync(file, bytes, length, bytes.length - length, null);
    if (read === 0) return bytes.subarray(0, length);
    length += read;
    if (length > mostBytes) throw tooLarge(path, mostBytes);
    if (length === bytes.length) {
      const larger = Buffer.allocUnsafe(Math.min(length * 2, mostBytes + 1));
      bytes.copy(larger);
      bytes = larger;
    }
  }
}
