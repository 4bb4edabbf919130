/** The files of a data set: written together and renamed together. */
import { type TypedFileOptions, TypedFile } from "../rows/typed/typed-file.ts";
import type { RowField } from "../report/truth-columns.ts";
import type { BatchView } from "../engine/worker-output.ts";
import type { Cell } from "../rows/typed/column.ts";

export interface DatasetFile {
  readonly path: string;
  readonly fields: readonly RowField[];
}

/** Rows whose cells are made at a time. */
const PIECE_ROWS = 4096;

export class DatasetFiles {
  readonly #parts: { readonly file: TypedFile; readonly fields: readonly RowField[] }[] = [];
  #rows = 0;

  /** Throws RingfenceError "io" if one of them exists or cannot be made, and leaves none. */
  constructor(parts: readonly DatasetFile[], options: TypedFileOptions) {
    try {
      for (const { path, fields } of parts) {
        this.#parts.push({ file: TypedFile.create(path, fields, options), fields });
      }
    } catch (error) {
      this.discard();
      throw error;
    }
  }

  get rows(): number {
    return this.#rows;
  }

  /** Appends the rows of `view` in `order`; calls `onCells` with the cells of each column, piece by piece. */
  write(view: BatchView, order: Uint32Array, onCells: (cells: ReadonlyMap<string, readonly Cell[]>) => void): void {
    for (let from = 0; from < order.length; from += PIECE_ROWS) {
      const rows = order.subarray(from, from + PIECE_ROWS);
      // The files have the identity of an event in common.
      const made = new Map<string, Cell[]>();
      for (const { file, fields } of this.#parts) {
        for (const field of fields) if (!made.has(field.name)) made.set(field.name, cellsOf(field, view, rows));
        file.write(
          fields.map(({ name }) => made.get(name)!),
          rows.length,
        );
      }
      onCells(made);
    }
    this.#rows += order.length;
  }

  finish(): void {
    for (const { file } of this.#parts) file.complete();
    for (const { file } of this.#parts) file.takePlace();
  }

  /** Removes all unfinished files. A file that was already renamed stays. */
  discard(): void {
    for (const { file } of this.#parts) file.discard();
  }
}

function cellsOf({ of }: RowField, view: BatchView, rows: Uint32Array): Cell[] {
  return Array.from(rows, (row) => of(view, row));
}
