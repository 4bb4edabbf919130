/** Files that are whole or not there: they grow under another name beside their place, and take it at the end. */
import { randomBytes } from "node:crypto";
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  renameSync,
  rmSync,
  type Stats,
} from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { RingfenceError, errorCode, messageOf } from "../errors.ts";
import { writeAll } from "./write-all.ts";

/** Writes `text` to `path`, whole or not at all; what was there stays until then. Throws RingfenceError("io"). */
export function writeWhole(
  path: string,
  text: string | Uint8Array,
  options: Omit<GrowingFileOptions, "partial"> = {},
): void {
  // A name that nobody can foresee: what is not whole is removed again, and must be ours.
  const file = new GrowingFile(path, { ...options, partial: `${path}.${randomBytes(8).toString("hex")}.tmp` });
  try {
    file.write(text);
    file.takePlace();
  } catch (error) {
    file.discard();
    throw error;
  }
}

/** The same by the way, while the thread does other things, for its owner alone; `option` as of GrowingFileOptions. */
export async function writeWholeInPieces(path: string, pieces: readonly Uint8Array[], option: string): Promise<void> {
  const partial = `${path}.${randomBytes(8).toString("hex")}.tmp`;
  try {
    const file = await open(partial, "wx", 0o600);
    try {
      for (const piece of pieces) await file.writeFile(piece);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => {});
    throw diskError("write", path, error, option);
  }
}

interface GrowingFileOptions {
  /** Where it grows, beside `path`: nothing may be there. */
  readonly partial?: string;
  /** The option of the command line that named the place, for what to do where it cannot be written. */
  readonly option?: string;
  /** Whose owner and permissions it gets: those of the file that it replaces. */
  readonly like?: Stats | null;
}

export class GrowingFile {
  readonly path: string;
  readonly partial: string;
  readonly #option: string;
  #descriptor: number | null;
  #bytes = 0;

  /** Throws RingfenceError("io"), as all of it does. */
  constructor(path: string, { partial = partialOf(path), option = "--out", like = null }: GrowingFileOptions = {}) {
    this.path = path;
    this.partial = partial;
    this.#option = option;
    // A file that is new: a link planted there would lead the text elsewhere.
    this.#descriptor = this.#try(() => openSync(partial, "wx"));
    if (like !== null) takeAfter(this.#descriptor, like);
  }

  /** All of `content`, or nothing of it: what was written before stays as it was. */
  write(content: string | Uint8Array): void {
    const descriptor = this.#descriptor!;
    const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : content;
    try {
      this.#try(() => writeAll(descriptor, bytes));
    } catch (error) {
      ignoringErrors(() => ftruncateSync(descriptor, this.#bytes));
      throw error;
    }
    this.#bytes += bytes.length;
  }

  /** It is whole: takes its place, over what is there. Where that fails it stays where it grew. */
  takePlace(): void {
    // Without it a crash can leave the new name over an empty file.
    this.#try(() => fsyncSync(this.#descriptor!));
    this.leave();
    this.#try(() => renameSync(this.partial, this.path));
  }

  /** It stays where it grew, as far as it was written. */
  leave(): void {
    const descriptor = this.#descriptor;
    this.#descriptor = null;
    if (descriptor !== null) this.#try(() => closeSync(descriptor));
  }

  /** It is gone. Says nothing where that fails: what failed before is what matters, and often the reason. */
  discard(): void {
    ignoringErrors(() => this.leave());
    ignoringErrors(() => rmSync(this.partial, { force: true }));
  }

  #try<T>(act: () => T): T {
    try {
      return act();
    } catch (error) {
      throw diskError("write", this.path, error, this.#option);
    }
  }
}

/** Where a file grows whose parts are worth something to people. */
export function partialOf(path: string): string {
  return `${path}.partial`;
}

/** Only an administrator gives a file to somebody else. */
function takeAfter(descriptor: number, { mode, uid, gid }: Stats): void {
  ignoringErrors(() => fchownSync(descriptor, uid, gid));
  ignoringErrors(() => fchmodSync(descriptor, mode & 0o777));
}

function ignoringErrors(act: () => void): void {
  try {
    act();
  } catch {
    // As the callers say.
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
  EEXIST: "something is there already: remove it first, or choose another directory",
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
