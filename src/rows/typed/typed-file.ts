/** Files of typed rows that are whole or absent. */
import { lstatSync } from "node:fs";
import { RingfenceError } from "../../core/errors.ts";
import type { TypedColumn } from "./column.ts";
import { requireFormat, type FileFormat } from "../file-format.ts";
import { TypedWriter } from "./typed-writer.ts";
import { GrowingFile, temporaryOf } from "../../core/file/atomic-file.ts";

export interface TypedFileOptions {
  /** Left out: by the file's name. */
  readonly format?: FileFormat | undefined;
  /** True: overwrite an existing file. */
  readonly force?: boolean | undefined;
  /** As in TypedWriterOptions. */
  readonly spreadsheetSafe?: boolean | undefined;
}

/** Rows are written to a temporary file, which gets its name when it is whole. */
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

  /** Throws RingfenceError "usage" for an unknown format, "io" if the file exists or cannot be made. */
  static create(path: string, columns: readonly TypedColumn[], options: TypedFileOptions = {}): TypedFile {
    const { force = false, spreadsheetSafe = false } = options;
    const format = requireFormat(path, options.format);
    if (!force) refuseTaken(path);
    const file = new GrowingFile(path, { partial: temporaryOf(path) });
    return new TypedFile(columns, file, { format, force, spreadsheetSafe });
  }

  /** Writes the rest, and renames the file. */
  override finish(): void {
    this.complete();
    this.takePlace();
  }

  /** Writes the rest under the temporary name. */
  complete(): void {
    super.finish();
  }

  takePlace(): void {
    // Another process may have made it meanwhile.
    if (!this.#force) refuseTaken(this.path);
    this.#file.takePlace();
  }

  /** Removes the temporary file. */
  discard(): void {
    this.#file.discard();
  }
}

/** Throws RingfenceError "io" if `path` exists. */
export function refuseTaken(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return;
  throw new RingfenceError("io", `${path} is there already: choose another name, or overwrite it with --force`);
}
