/** Typed rows as files that are whole or not there. */
import { lstatSync } from "node:fs";
import { RingfenceError } from "../../core/errors.ts";
import type { TypedColumn } from "./column.ts";
import { requireFormat, type FileFormat } from "../file-format.ts";
import { TypedWriter } from "./typed-writer.ts";
import { GrowingFile, temporaryOf } from "../../core/file/atomic-file.ts";

export interface TypedFileOptions {
  /** Left out: that of the file's name. */
  readonly format?: FileFormat | undefined;
  /** Overwrite a file that is there; left out: refuse. */
  readonly force?: boolean | undefined;
  /** As in TypedWriterOptions. */
  readonly spreadsheetSafe?: boolean | undefined;
}

/** Typed rows that grow beside their place, and take it once they are whole. */
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
    const file = new GrowingFile(path, { partial: temporaryOf(path) });
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
    // Another process may have made it meanwhile.
    if (!this.#force) refuseTaken(this.path);
    this.#file.takePlace();
  }

  /** It will not be whole: it is gone. */
  discard(): void {
    this.#file.discard();
  }
}

/** Throws RingfenceError "io" where something is at `path`. */
export function refuseTaken(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return;
  throw new RingfenceError("io", `${path} is there already: choose another name, or overwrite it with --force`);
}
