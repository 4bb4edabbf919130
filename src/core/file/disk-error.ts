/** What to do about a file that cannot be read or written. */
import { errorCode, messageOf, RingfenceError } from "../errors.ts";

const TO_WRITE: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full: free some space, or choose another directory",
  EACCES: "permission is denied: choose a directory that you may write to",
  ENOENT: "the directory is not there; make it first, or choose another",
  EEXIST: "something is there already: remove it first, or choose another directory",
};

const TO_READ: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file: check the path",
  EISDIR: "it is a directory: name a file",
  EACCES: "permission is denied: name a file that you may read",
};

/** `option`: of the command line, which named the place. */
export function diskError(what: string, path: string, error: unknown, option = "--out"): RingfenceError {
  const code = errorCode(error);
  const advice = TO_WRITE[code] ?? `${messageOf(error)}; choose another directory`;
  const message = `cannot ${what} ${path}: ${advice} with ${option} (${code || "no code"})`;
  return new RingfenceError("io", message, { cause: error });
}

/** `expected`: what the file should have been. */
export function cannotRead(path: string, cause: unknown, expected = ""): RingfenceError {
  const code = errorCode(cause);
  const reason = Object.hasOwn(TO_READ, code) ? `${TO_READ[code]!} (${code})` : messageOf(cause);
  return new RingfenceError("io", `cannot read ${path}: ${reason}${expected && `; expected ${expected}`}`, { cause });
}
