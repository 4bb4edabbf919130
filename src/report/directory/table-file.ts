/** Tables as files that are whole or not there. */
import { randomBytes } from "node:crypto";
import { lstatSync } from "node:fs";
import { RingfenceError } from "../../core/errors.ts";
import type { TableColumn } from "../../rows/format/column.ts";
import { requireFormat, type TableFormat } from "../../rows/format/format.ts";
import { TableWriter } from "../../rows/format/table-writer.ts";
import { GrowingFile } from "./atomic-file.ts";

export interface TableFileOptions {
  /** Left out: that of the file's name. */
  readonly format?: TableFormat | undefined;
  /** Overwrite a file that is there; left out: refuse. */
  readonly force?: boolean | undefined;
  /** As in TableWriterOptions. */
  readonly spreadsheetSafe?: boolean | undefined;
}

/** A table that grows beside its place, under a name that nobody can foresee, and takes its place once it is whole. */
export class TableFile extends TableWriter {
  readonly path: string;
  readonly #file: GrowingFile;
  readonly #force: boolean;

  private constructor(
    columns: readonly TableColumn[],
    file: GrowingFile,
    { format, force, spreadsheetSafe }: Required<TableFileOptions> & { format: TableFormat },
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
  static create(path: string, columns: readonly TableColumn[], options: TableFileOptions = {}): TableFile {
    const { force = false, spreadsheetSafe = false } = options;
    const format = requireFormat(path, options.format);
    if (!force) refuseTaken(path);
    const file = new GrowingFile(path, { partial: `${path}.${randomBytes(8).toString("hex")}.tmp` });
    return new TableFile(columns, file, { format, force, spreadsheetSafe });
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

/** Throws RingfenceError "io" where something is at `path`. */
export function refuseTaken(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return;
  throw new RingfenceError("io", `${path} is there already: choose another name, or overwrite it with --force`);
}
