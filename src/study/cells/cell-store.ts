/**
 * The directory of studies: what was run (a file a cell, below `cells`), and results. A file is whole or missing, and is
 * named by the key of its cell, so nothing is locked: several processes may work in one directory.
 */
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { orDiskError, writeWhole } from "../../core/file/atomic-file.ts";
import { readBounded } from "../../core/file/bounded-file.ts";
import { RingfenceError } from "../../core/errors.ts";
import { RunDirectory } from "../../report/directory/run-directory.ts";
import { type CellResult, cellResultSchema } from "./cell.ts";

/** A cell has some 3 KB, with readings some 100. */
const MAX_CELL_BYTES = 16 * 1024 * 1024;
const CELLS = "cells";

export class CellStore {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
    orDiskError(path, "--out", () => mkdirSync(join(path, CELLS), { recursive: true }));
  }

  /**
   * `path`: of studies, empty, or not there yet; without it `runs/<id>`, or with -2, -3 ... behind it. Throws as
   * `RunDirectory.create`.
   */
  static open(path: string | undefined, id: string): CellStore {
    if (path !== undefined && holdsCells(path)) return new CellStore(path);
    try {
      return new CellStore(RunDirectory.create(path, { id }).path);
    } catch (error) {
      // Another shard may have begun there meanwhile.
      if (path !== undefined && holdsCells(path)) return new CellStore(path);
      throw error;
    }
  }

  /**
   * Null if it was not run, or its file is none of a cell. Throws RingfenceError "io" and "config" for a file that cannot
   * be read.
   */
  read(key: string): CellResult | null {
    const file = this.#fileOf(key);
    if (!existsSync(file)) return null;
    const text = readBounded(file, MAX_CELL_BYTES).toString("utf8");
    try {
      return cellResultSchema.safeParse(JSON.parse(text)).data ?? null;
    } catch {
      return null;
    }
  }

  /**
   * Keeps the result, with readings that were there before. Throws RingfenceError "invariant" if the cell came to another
   * digest before, "io" if the disk refuses.
   */
  keep(key: string, result: CellResult): CellResult {
    const before = this.read(key);
    if (before !== null && before.digest !== result.digest) {
      const what = `two runs of cell ${key.slice(0, 12)} (seed ${result.seed}) came to different digests`;
      const advice = "One of them ran other code: take a new directory";
      throw new RingfenceError("invariant", `${this.path}: ${what}, ${before.digest} and ${result.digest}. ${advice}`);
    }
    const readings = { ...before?.readings, ...result.readings };
    const kept = Object.keys(readings).length === 0 ? result : { ...result, readings };
    writeWhole(this.#fileOf(key), `${JSON.stringify(kept)}\n`);
    return kept;
  }

  write(name: string, text: string): void {
    writeWhole(join(this.path, name), text);
  }

  #fileOf(key: string): string {
    return join(this.path, CELLS, `${key}.json`);
  }
}

/** Whether a run is kept there, so that it need not be made again. */
export function keepsRuns(path: string): boolean {
  return holdsCells(path) && readdirSync(join(path, CELLS)).length > 0;
}

function holdsCells(path: string): boolean {
  return existsSync(join(path, CELLS));
}
