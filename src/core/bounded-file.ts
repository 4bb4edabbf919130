/**
 * Files from outside, of which only so much is read: a device or a pipe has no size that could be asked for, and no end
 * perhaps.
 */
import { closeSync, openSync, readSync } from "node:fs";
import { RingfenceError } from "./errors.ts";

const FIRST_BYTES = 65_536;

/**
 * The whole file. Throws RingfenceError "io" when it cannot be read, "config" when it has more than `mostBytes`.
 * Memory: twice the file.
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
    throw new RingfenceError("io", `cannot read ${path}: ${(cause as Error).message}`, { cause });
  }
}

function readAll(file: number, path: string, mostBytes: number): Buffer {
  let bytes = Buffer.allocUnsafe(Math.min(FIRST_BYTES, mostBytes + 1));
  let length = 0;
  for (;;) {
    const read = readSync(file, bytes, length, bytes.length - length, null);
    if (read === 0) return bytes.subarray(0, length);
    length += read;
    if (length > mostBytes) {
      throw new RingfenceError(
        "config",
        `${path} has more than ${mostBytes.toLocaleString("en-US")} bytes, and no such file should`,
      );
    }
    if (length === bytes.length) {
      const larger = Buffer.allocUnsafe(Math.min(length * 2, mostBytes + 1));
      bytes.copy(larger);
      bytes = larger;
    }
  }
}
