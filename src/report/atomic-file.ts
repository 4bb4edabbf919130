/** Files that are whole or not there: written beside their place and moved into it. */
import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { RingfenceError, errorCode, messageOf } from "../core/errors.ts";

/** Writes `text` to `path`, whole or not at all; what was there stays until then. Throws RingfenceError("io"). */
export function writeWhole(path: string, text: string): void {
  // A name that nobody can foresee, and a file that is new: a link planted there would lead the text elsewhere.
  const temporary = `${path}.${randomBytes(8).toString("hex")}.tmp`;
  try {
    const file = openSync(temporary, "wx");
    try {
      writeFileSync(file, text);
      // Without it a crash can leave the new name over an empty file.
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    removeIfThere(temporary);
    throw diskError("write", path, error);
  }
}

/** Says nothing where that fails: what failed before is what matters, and often the reason. */
function removeIfThere(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Below a file (ENOTDIR), or under a name that is too long, there is nothing to remove.
  }
}

const ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full: free some space, or choose another directory",
  EDQUOT: "the disk quota is used up: free some space, or choose another directory",
  EACCES: "permission is denied: choose a directory that you may write to",
  EPERM: "permission is denied: choose a directory that you may write to",
  EROFS: "the file system is read-only: choose another directory",
  ENOENT: "the directory is not there; make it first, or choose another",
  ENOTDIR: "a part of the path is a file: choose another directory",
  ENAMETOOLONG: "the path is too long: choose a shorter one",
};

/** What went wrong with the disk, where, and what to do; `option`: that of the command line which named the place. */
export function diskError(what: string, path: string, error: unknown, option = "--out"): RingfenceError {
  const code = errorCode(error);
  const advice = ADVICE[code] ?? `${messageOf(error)}; choose another directory`;
  return new RingfenceError("io", `cannot ${what} ${path}: ${advice} with ${option} (${code || "no code"})`, {
    cause: error,
  });
}
