/** Files that are whole or not there: they grow beside their place under another name, and take it at the end. */
import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, ftruncateSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { diskError } from "./disk-error.ts";

interface GrowingFileOptions {
  /** Where it grows, beside `path`: nothing may be there. `path` itself: a pipe or a device, which stays. */
  readonly partial?: string;
  /** The option of the command line that named the place, for errors. */
  readonly option?: string;
  /** Permissions of the new file. */
  readonly mode?: number | undefined;
}

/** Writes `pieces` to `path`, whole or not at all; what was there stays until then. Throws RingfenceError("io"). */
export function writeWhole(
  path: string,
  pieces: string | Uint8Array | readonly Uint8Array[],
  options: Omit<GrowingFileOptions, "partial"> = {},
): void {
  const file = new GrowingFile(path, { ...options, partial: temporaryOf(path) });
  try {
    for (const piece of [pieces].flat() as (string | Uint8Array)[]) file.write(piece);
    file.takePlace();
  } catch (error) {
    file.discard();
    throw error;
  }
}

/** All throw RingfenceError("io"). */
export class GrowingFile {
  readonly path: string;
  readonly partial: string;
  readonly #option: string;
  #descriptor: number | null;
  #bytes = 0;

  constructor(path: string, { partial = partialOf(path), option = "--out", mode }: GrowingFileOptions = {}) {
    this.path = path;
    this.partial = partial;
    this.#option = option;
    // "x": a link planted there would lead the text elsewhere.
    this.#descriptor = this.#try(() => openSync(partial, partial === path ? "w" : "wx", mode));
  }

  /** All of `content`, or nothing of it: what was written before stays. */
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

  /** Takes its place, over what is there. Where that fails it stays where it grew. */
  takePlace(): void {
    if (this.partial === this.path) return this.leave();
    // Without it a crash can leave the new name over an empty file.
    this.#try(() => fsyncSync(this.#descriptor!));
    this.leave();
    this.#try(() => renameSync(this.partial, this.path));
  }

  leave(): void {
    const descriptor = this.#descriptor;
    this.#descriptor = null;
    if (descriptor !== null) this.#try(() => closeSync(descriptor));
  }

  /** Never throws: the error before it is what people need. */
  discard(): void {
    ignoringErrors(() => this.leave());
    if (this.partial !== this.path) ignoringErrors(() => rmSync(this.partial, { force: true }));
  }

  #try<T>(act: () => T): T {
    return orDiskError(this.path, this.#option, act);
  }
}

export function orDiskError<T>(path: string, option: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw diskError("write", path, error, option);
  }
}

/** Throws the system's error where not all of it is taken: a full disk takes a part at first. */
export function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
}

/** Where a file grows whose parts are worth something to people. */
export function partialOf(path: string): string {
  return `${path}.partial`;
}

/** A name that nobody can foresee: what is not whole is removed again, and must be ours. */
export function temporaryOf(path: string): string {
  return `${path}.${randomBytes(8).toString("hex")}.tmp`;
}

function ignoringErrors(act: () => void): void {
  try {
    act();
  } catch {
    // As the callers say.
  }
}
