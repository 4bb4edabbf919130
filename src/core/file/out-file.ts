/**
 * A file that an option of the command line names. One rule for all verbs: what is there is overwritten with --force
 * alone; a link is followed, and stays; what is no plain file (a pipe, a device) is written to as it is. Directories
 * that a verb fills, as `run --out` does, have none of it: they are empty or not there yet (run-directory.ts).
 */
import {
  accessSync,
  closeSync,
  constants,
  lstatSync,
  openSync,
  realpathSync,
  rmSync,
  type Stats,
  statSync,
} from "node:fs";
import { dirname } from "node:path";
import { RingfenceError } from "../errors.ts";
import { writeAll } from "./write-all.ts";
import { diskError, GrowingFile, partialOf, writeWhole } from "./atomic-file.ts";
import { isSameFile } from "./same-file.ts";

export interface OutFileOptions {
  /** Overwrite a file that is there. */
  readonly force: boolean;
  /** The option that named the file, for what to do where it cannot be written. */
  readonly option: string;
}

/**
 * What grows: into a plain file under another name, which is its own once it is whole; into a pipe or a device
 * directly. All of it throws RingfenceError("io").
 */
export class OutFile {
  readonly #place: Place;
  readonly #options: OutFileOptions;
  #sink: GrowingFile | Pipe | null = null;

  /** Writes nothing yet, but refuses what must not be written. */
  constructor(path: string, options: OutFileOptions) {
    this.#place = placeOf(path, options);
    this.#options = options;
    if (this.#place.isFile && !options.force && this.#try(() => isThere(this.partial))) {
      const found = `${this.partial} is there already, a part that an earlier command did not finish`;
      throw new RingfenceError("io", `${found}: move it away, or overwrite it with --force`);
    }
  }

  /** Where a plain file grows. */
  get partial(): string {
    return partialOf(this.#place.path);
  }

  /** Whether it grows under another name first. */
  get isFile(): boolean {
    return this.#place.isFile;
  }

  /** Makes the file, at the first of them. */
  write(content: string | Uint8Array): void {
    this.#sink ??= this.#open();
    this.#sink.write(content);
  }

  /** It is whole. */
  finish(): void {
    const { path } = this.#place;
    // Somebody else may have made it meanwhile.
    if (this.#sink instanceof GrowingFile && this.#place.replaced === null && isThere(path)) throw alreadyThere(path);
    this.#sink?.takePlace();
    this.#sink = null;
  }

  /** It will not be whole. Returns where a part of it stays, null where none does. */
  keep(): string | null {
    const sink = this.#sink;
    this.#sink = null;
    sink?.leave();
    return sink instanceof GrowingFile ? sink.partial : null;
  }

  /** It will not be whole, and no part of it is worth keeping. */
  discard(): void {
    const partial = this.keep();
    if (partial !== null) rmSync(partial, { force: true });
  }

  #open(): GrowingFile | Pipe {
    const { path, isFile, replaced } = this.#place;
    const { force, option } = this.#options;
    if (!isFile) return new Pipe(path, option);
    if (force) this.#try(() => rmSync(this.partial, { force: true }));
    return new GrowingFile(path, { option, like: replaced });
  }

  #try<T>(act: () => T): T {
    return orDiskError(this.partial, this.#options.option, act);
  }
}

/** A text at once, by the same rule: a plain file is whole or not there. */
export function writeOut(path: string, text: string | Uint8Array, options: OutFileOptions): void {
  const place = placeOf(path, options);
  if (place.isFile) return writeWhole(place.path, text, { option: options.option, like: place.replaced });
  const pipe = new Pipe(place.path, options.option);
  try {
    pipe.write(text);
  } finally {
    pipe.leave();
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
  readonly isFile: boolean;
  /** What is there, if it is a file. */
  readonly replaced: Stats | null;
}

function placeOf(path: string, { force, option }: OutFileOptions): Place {
  if (path === "") throw new RingfenceError("usage", `${option} names no file: write its name behind it`);
  const found = orDiskError(path, option, () => statSync(path, { throwIfNoEntry: false }));
  if (found === undefined) {
    if (!orDiskError(path, option, () => isThere(path))) return { path, isFile: true, replaced: null };
    throw new RingfenceError(
      "io",
      `${path} is a link to nothing: name another file with ${option}, or remove it first`,
    );
  }
  if (found.isDirectory()) throw new RingfenceError("io", `${path} is a directory: name a file with ${option}`);
  if (!found.isFile()) return { path, isFile: false, replaced: null };
  if (!force) throw alreadyThere(path);
  return { path: orDiskError(path, option, () => realpathSync(path)), isFile: true, replaced: found };
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

/** What takes bytes and keeps none: nothing stands beside it, and nothing replaces it. */
class Pipe {
  readonly #path: string;
  readonly #option: string;
  readonly #descriptor: number;

  constructor(path: string, option: string) {
    this.#path = path;
    this.#option = option;
    this.#descriptor = this.#try(() => openSync(path, "w"));
  }

  write(content: string | Uint8Array): void {
    const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : content;
    this.#try(() => writeAll(this.#descriptor, bytes));
  }

  takePlace(): void {
    this.leave();
  }

  leave(): void {
    this.#try(() => closeSync(this.#descriptor));
  }

  #try<T>(act: () => T): T {
    return orDiskError(this.#path, this.#option, act);
  }
}

function orDiskError<T>(path: string, option: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw diskError("write", path, error, option);
  }
}
