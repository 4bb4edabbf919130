/** Files of a folder, each with a number: processes of any machines make them, and no two have one. */
import { mkdirSync, openSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { RingfenceError, errorCode } from "../../core/errors.ts";
import { diskError } from "../../core/file/atomic-file.ts";
import { writeAll } from "../../core/file/write-all.ts";

/** More than this in one folder, and something starts processes in a circle. */
export const MAX_FILES = 100_000;

export class NumberedFiles {
  readonly folder: string;
  readonly #isBelow: boolean;
  readonly #name: string;

  /** `name`: with "*" for the number; it may lie in a folder of its own below, which is made with its first file. */
  constructor(directory: string, name: string) {
    this.folder = dirname(join(directory, name));
    this.#isBelow = name.includes("/");
    this.#name = basename(name);
  }

  /** In order. Throws what the system throws, where there is no such folder too. */
  get numbers(): number[] {
    const [before = "", after = ""] = this.#name.split("*");
    return readdirSync(this.folder)
      .filter((name) => name.startsWith(before) && name.endsWith(after))
      .map((name) => name.slice(before.length, -after.length))
      .filter((number) => /^[1-9]\d{0,5}$/.test(number))
      .map(Number)
      .toSorted((a, b) => a - b);
  }

  nameOf(number: number): string {
    return this.#name.replace("*", String(number));
  }

  pathOf(number: number): string {
    return join(this.folder, this.nameOf(number));
  }

  /**
   * The first number that is free, and its file with `text`, to append to: to make it is to have it, on a shared file
   * system too. Throws RingfenceError "io".
   */
  take(text = ""): { readonly number: number; readonly file: number } {
    try {
      if (this.#isBelow) makeFolder(this.folder);
      const taken = new Set(this.numbers);
      for (let number = 1; number <= MAX_FILES; number++) {
        const file = taken.has(number) ? null : this.#make(number);
        if (file === null) continue;
        writeAll(file, Buffer.from(text));
        return { number, file };
      }
    } catch (error) {
      throw diskError("write to", this.folder, error);
    }
    throw new RingfenceError("io", `${this.folder} holds ${MAX_FILES} files ${this.#name}: take a new directory`);
  }

  /** Null where somebody else was quicker. */
  #make(number: number): number | null {
    try {
      return openSync(this.pathOf(number), "ax");
    } catch (error) {
      if (errorCode(error) === "EEXIST") return null;
      throw error;
    }
  }
}

/** Not `recursive`: where nothing may be written, Node says that the folder above is not there. */
function makeFolder(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
  }
}
