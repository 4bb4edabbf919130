/** Typed rows as files that are whole or not there. */
import { createHash, randomBytes } from "node:crypto";
import { existsSync, lstatSync, readdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { RingfenceError } from "../../core/errors.ts";
import { isAlive, numberSpace } from "../../core/process-life.ts";
import type { TypedColumn } from "./column.ts";
import { requireFormat, type FileFormat } from "../file-format.ts";
import { TypedWriter } from "./typed-writer.ts";
import { GrowingFile } from "../../core/file/atomic-file.ts";

export interface TypedFileOptions {
  /** Left out: that of the file's name. */
  readonly format?: FileFormat | undefined;
  /** Overwrite a file that is there; left out: refuse. */
  readonly force?: boolean | undefined;
  /** As in TypedWriterOptions. */
  readonly spreadsheetSafe?: boolean | undefined;
}

/** Typed rows that grow beside their place, under a name that nobody can foresee, and take it once they are whole. */
export class TypedFile extends TypedWriter {
  readonly path: string;
  readonly #file: GrowingFile;
  readonly #force: boolean;

  private constructor(
    columns: readonly TypedColumn[],
    file: GrowingFile,
    { format, force, spreadsheetSafe }: Required<TypedFileOptions> & { format: FileFormat },
  ) {
    super(columns, (bytes) => file.write(bytes), { format, spreadsheetSafe: spreadsheetSafe ?? false });
    this.path = file.path;
    this.#file = file;
    this.#force = force ?? false;
  }

  /**
   * Throws RingfenceError "usage" for a format that cannot be told, "io" where the file is there already or cannot be
   * made.
   */
  static create(path: string, columns: readonly TypedColumn[], options: TypedFileOptions = {}): TypedFile {
    const { force = false, spreadsheetSafe = false } = options;
    const format = requireFormat(path, options.format);
    if (!force) refuseTaken(path);
    sweep(path);
    const partial = `${path}.${process.pid}-${markOf(numberSpace())}${randomBytes(8).toString("hex")}.tmp`;
    const file = new GrowingFile(path, { partial });
    return new TypedFile(columns, file, { format, force, spreadsheetSafe });
  }

  /** It is whole, and takes its place. */
  override finish(): void {
    this.complete();
    this.takePlace();
  }

  /** All of it is written, under the other name still. */
  complete(): void {
    super.finish();
  }

  takePlace(): void {
    // Somebody else may have made it meanwhile.
    if (!this.#force) refuseTaken(this.path);
    this.#file.takePlace();
  }

  /** It will not be whole: it is gone. */
  discard(): void {
    this.#file.discard();
  }
}

const GROWING = /^\.(\d+)-([0-9a-f]{8})[0-9a-f]{16}\.tmp$/;
/** What a process of another machine has not touched for so long, it left. */
const ABANDONED_MS = 3_600_000;

/** Of a number space of processes. */
function markOf(space: string | null): string {
  return createHash("sha256")
    .update(space ?? "")
    .digest("hex")
    .slice(0, 8);
}

/** Removes what a process that was killed left of a file at `path`. */
function sweep(path: string): void {
  const [folder, name] = [dirname(path), basename(path)];
  // A folder that is not there is said by whoever writes.
  for (const found of existsSync(folder) ? readdirSync(folder) : []) {
    const [, pid, mark] = (found.startsWith(name) ? GROWING.exec(found.slice(name.length)) : null) ?? [];
    if (pid === undefined) continue;
    const at = join(folder, found);
    const isLeft = mark === markOf(numberSpace()) ? !isAlive(Number(pid)) : ageMs(at) > ABANDONED_MS;
    if (isLeft) rmSync(at, { force: true });
  }
}

/** None where it is gone already. */
function ageMs(path: string): number {
  return Date.now() - (lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity);
}

/** Throws RingfenceError "io" where something is at `path`. */
export function refuseTaken(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return;
  throw new RingfenceError("io", `${path} is there already: choose another name, or overwrite it with --force`);
}
