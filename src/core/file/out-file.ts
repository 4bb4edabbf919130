/**
 * A file that an option of the command line names. One rule for all verbs: what is there is overwritten with --force
 * alone; a link is followed, and stays; what is no plain file (a pipe, a device) is written to as it is. Directories
 * that a verb fills, as `run --out` does, are empty or not there yet (run-directory.ts).
 */
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  lstatSync,
  openSync,
  realpathSync,
  rmSync,
  statSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { RingfenceError } from "../errors.ts";
import { GrowingFile, partialOf, writeAll, writeWhole } from "./atomic-file.ts";
import { diskError } from "./disk-error.ts";

export interface OutFileOptions {
  /** Overwrite a file that is there. */
  readonly force: boolean;
  /** The option that named the file, for what to do where it cannot be written. */
  readonly option: string;
}

/** A plain file grows under another name; a pipe or a device is written to directly. Throws RingfenceError("io"). */
export class OutFile {
  readonly #place: Place;
  readonly #options: OutFileOptions;
  #growing: GrowingFile | null = null;
  #pipe: number | null = null;

  /** Writes nothing yet, but refuses what must not be written. */
  constructor(path: string, options: OutFileOptions) {
    this.#place = placeOf(path, options);
    this.#options = options;
    if (this.isFile && !options.force && this.#try(() => isThere(this.partial))) {
      const found = `${this.partial} is there already, a part that an earlier command did not finish`;
      throw new RingfenceError("io", `${found}: move it away, or overwrite it with --force`);
    }
  }

  /** Where a plain file grows. */
  get partial(): string {
    return partialOf(this.#place.path);
  }

  get isFile(): boolean {
    return this.#place.isFile;
  }

  /** Makes the file, at the first of them. */
  write(content: string | Uint8Array): void {
    if (this.isFile) return (this.#growing ??= this.#begin()).write(content);
    this.#pipe ??= this.#try(() => openSync(this.#place.path, "w"));
    this.#try(() => writeAll(this.#pipe!, typeof content === "string" ? Buffer.from(content, "utf8") : content));
  }

  /** It is whole. */
  finish(): void {
    const { path, mode } = this.#place;
    // Another process may have made it meanwhile.
    if (this.#growing !== null && mode === undefined && isThere(path)) throw alreadyThere(path);
    this.#growing?.takePlace();
    this.#growing = null;
    this.#closePipe();
  }

  /** It will not be whole. Returns where a part of it stays, null where none does. */
  keep(): string | null {
    const growing = this.#growing;
    this.#growing = null;
    growing?.leave();
    this.#closePipe();
    return growing?.partial ?? null;
  }

  /** It will not be whole, and no part of it is worth keeping. */
  discard(): void {
    const partial = this.keep();
    if (partial !== null) rmSync(partial, { force: true });
  }

  #begin(): GrowingFile {
    const { force, option } = this.#options;
    const { path, mode } = this.#place;
    if (force) this.#try(() => rmSync(this.partial, { force: true }));
    return new GrowingFile(path, { option, mode });
  }

  #closePipe(): void {
    const pipe = this.#pipe;
    this.#pipe = null;
    if (pipe !== null) this.#try(() => closeSync(pipe));
  }

  #try<T>(act: () => T): T {
    const { path } = this.#place;
    return orDiskError(this.isFile ? this.partial : path, this.#options.option, act);
  }
}

/** A text at once, by the same rule. */
export function writeOut(path: string, text: string | Uint8Array, options: OutFileOptions): void {
  const place = placeOf(path, options);
  if (place.isFile) return writeWhole(place.path, text, { option: options.option, mode: place.mode });
  const file = new OutFile(path, options);
  try {
    file.write(text);
  } finally {
    file.keep();
  }
}

/**
 * Refuses, before any work is done, what `writeOut` would refuse after it, and a file that the work `reads`: with
 * --force it would be lost. Throws RingfenceError "usage" and "io".
 */
export function checkOut(path: string, options: OutFileOptions, reads: readonly (string | undefined)[]): void {
  const { option } = options;
  if (path !== "" && reads.some((read) => read !== undefined && isSameFile(path, read))) {
    throw new RingfenceError("usage", `${option}: ${path} is a file that is read: write to another one`);
  }
  const place = placeOf(path, options);
  if (place.isFile) orDiskError(path, option, () => accessSync(`${dirname(place.path)}/.`, constants.W_OK));
}

interface Place {
  /** Where links lead. */
  readonly path: string;
  /** Whether it is, or will be, a plain file. */
  readonly isFile: boolean;
  /** Permissions of the file that is there. */
  readonly mode?: number;
}

function placeOf(path: string, { force, option }: OutFileOptions): Place {
  if (path === "") throw new RingfenceError("usage", `${option} names no file: write its name behind it`);
  const found = orDiskError(path, option, () => statSync(path, { throwIfNoEntry: false }));
  if (found === undefined) {
    if (!orDiskError(path, option, () => isThere(path))) return { path, isFile: true };
    throw new RingfenceError(
      "io",
      `${path} is a link to nothing: name another file with ${option}, or remove it first`,
    );
  }
  if (found.isDirectory()) throw new RingfenceError("io", `${path} is a directory: name a file with ${option}`);
  if (!found.isFile()) return { path, isFile: false };
  if (!force) throw alreadyThere(path);
  return { path: orDiskError(path, option, () => realpathSync(path)), isFile: true, mode: found.mode & 0o777 };
}

function alreadyThere(path: string): RingfenceError {
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  const found = isLink ? `${path} is a link to a file that` : path;
  return new RingfenceError("io", `${found} is there already: choose another name, or overwrite it with --force`);
}

/** A link to nothing is there. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function orDiskError<T>(path: string, option: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw diskError("write", path, error, option);
  }
}

/** Whether two paths lead to one file, there or not: `./a.jsonl` is `a.jsonl`, as is a link to it. */
export function isSameFile(path: string, other: string): boolean {
  if (!existsSync(path) || !existsSync(other)) return realPlaceOf(path) === realPlaceOf(other);
  const [file, second] = [statSync(path, { bigint: true }), statSync(other, { bigint: true })];
  return file.dev === second.dev && file.ino === second.ino;
}

function realPlaceOf(path: string): string {
  const folder = dirname(resolve(path));
  return join(existsSync(folder) ? realpathSync(folder) : folder, basename(path));
}
