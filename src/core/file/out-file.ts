/**
 * A file that an option names. What is there is overwritten with --force alone; a link is followed; a pipe or a device
 * is written to as it is. Directories that a verb fills are empty or not there yet (run-directory.ts).
 */
import { accessSync, constants, existsSync, lstatSync, realpathSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { RingfenceError } from "../errors.ts";
import { GrowingFile, orDiskError, partialOf, writeWhole } from "./atomic-file.ts";

export interface OutFileOptions {
  readonly force: boolean;
  /** The option that named the file, for what to do where it cannot be written. */
  readonly option: string;
}

/** A plain file grows under another name; a pipe or a device is written to directly. Throws RingfenceError("io"). */
export class OutFile {
  readonly #target: Target;
  readonly #options: OutFileOptions;
  #growing: GrowingFile | null = null;

  /** Writes nothing yet, but refuses what must not be written. */
  constructor(path: string, options: OutFileOptions) {
    this.#target = targetOf(path, options);
    this.#options = options;
    const isBegun = (): boolean => orDiskError(this.partial, options.option, () => isThere(this.partial));
    if (!options.force && this.isFile && isBegun()) {
      const found = `${this.partial} is there already, a part that an earlier command did not finish`;
      throw new RingfenceError("io", `${found}: move it away, or overwrite it with --force`);
    }
  }

  /** Where a plain file grows. */
  get partial(): string {
    return partialOf(this.#target.path);
  }

  get isFile(): boolean {
    return this.#target.isFile;
  }

  write(content: string | Uint8Array): void {
    (this.#growing ??= this.#begin()).write(content);
  }

  finish(): void {
    const { path, isFile, mode } = this.#target;
    // Another process may have made it meanwhile.
    if (isFile && mode === undefined && isThere(path)) throw alreadyThere(path);
    this.#growing?.takePlace();
    this.#growing = null;
  }

  /** It will not be whole. Returns where a part of it stays, null where none does. */
  keep(): string | null {
    const growing = this.#growing;
    this.#growing = null;
    growing?.leave();
    return growing && this.isFile ? growing.partial : null;
  }

  /** It will not be whole, and no part of it is worth keeping. */
  discard(): void {
    this.#growing?.discard();
    this.#growing = null;
  }

  #begin(): GrowingFile {
    const { force, option } = this.#options;
    const { path, isFile, mode } = this.#target;
    if (!isFile) return new GrowingFile(path, { partial: path, option });
    if (force) orDiskError(this.partial, option, () => rmSync(this.partial, { force: true }));
    return new GrowingFile(path, { option, mode });
  }
}

export function writeOut(path: string, text: string | Uint8Array, options: OutFileOptions): void {
  const target = targetOf(path, options);
  if (target.isFile) return writeWhole(target.path, text, { option: options.option, mode: target.mode });
  const file = new OutFile(path, options);
  try {
    file.write(text);
  } finally {
    file.keep();
  }
}

/** Refuses at once what `writeOut` would refuse, and a file that is read: --force would lose it. "usage" and "io". */
export function checkOut(path: string, options: OutFileOptions, reads: readonly (string | undefined)[]): void {
  const { option } = options;
  if (path !== "" && reads.some((read) => read !== undefined && isSameFile(path, read))) {
    throw new RingfenceError("usage", `${option}: ${path} is a file that is read: write to another one`);
  }
  const target = targetOf(path, options);
  if (target.isFile) orDiskError(path, option, () => accessSync(`${dirname(target.path)}/.`, constants.W_OK));
}

interface Target {
  /** Where links lead. */
  readonly path: string;
  /** True if it is, or will be, a plain file. */
  readonly isFile: boolean;
  readonly mode?: number;
}

function targetOf(path: string, { force, option }: OutFileOptions): Target {
  if (path === "") throw new RingfenceError("usage", `${option} names no file: write its name behind it`);
  const found = orDiskError(path, option, () => statSync(path, { throwIfNoEntry: false }));
  if (found === undefined) {
    if (!isThere(path)) return { path, isFile: true };
    const advice = `name another file with ${option}, or remove it first`;
    throw new RingfenceError("io", `${path} is a link to nothing: ${advice}`);
  }
  if (found.isDirectory()) throw new RingfenceError("io", `${path} is a directory: name a file with ${option}`);
  if (!found.isFile()) return { path, isFile: false };
  if (!force) throw alreadyThere(path);
  return { path: realpathSync(path), isFile: true, mode: found.mode & 0o777 };
}

function alreadyThere(path: string): RingfenceError {
  const found = lstatSync(path).isSymbolicLink() ? `${path} is a link to a file that` : path;
  return new RingfenceError("io", `${found} is there already: choose another name, or overwrite it with --force`);
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Whether two paths lead to one file, there or not: `./a.jsonl` is `a.jsonl`, as is a link to it. */
export function isSameFile(path: string, other: string): boolean {
  if (!existsSync(path) || !existsSync(other)) return realPathOf(path) === realPathOf(other);
  const [file, second] = [statSync(path, { bigint: true }), statSync(other, { bigint: true })];
  return file.dev === second.dev && file.ino === second.ino;
}

function realPathOf(path: string): string {
  const folder = dirname(resolve(path));
  return join(existsSync(folder) ? realpathSync(folder) : folder, basename(path));
}
