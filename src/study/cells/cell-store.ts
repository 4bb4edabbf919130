/**
 * The directory of studies: what was run (cells-<id>.jsonl, a line a cell), and results. A process only adds lines to
 * its own file, so nothing is locked: several may work in one directory. Cells that two of them ran are equal.
 */
import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { cannotRead, diskError } from "../../core/file/disk-error.ts";
import { readBounded } from "../../core/file/bounded-file.ts";
import { RingfenceError } from "../../core/errors.ts";
import { writeAll, writeWhole } from "../../core/file/atomic-file.ts";
import { RunDirectory } from "../../report/directory/run-directory.ts";

/** Of one process. A cell has some 3 KB, with readings some 100. */
const MAX_CELLS_BYTES = 512 * 1024 * 1024;

const recordSchema = z.union([
  z.object({
    key: z.string(),
    seed: z.number(),
    digest: z.string(),
    figures: z.record(z.string(), z.number().nullable()),
    readings: z.record(z.string(), z.unknown()).optional(),
  }),
  z.object({ key: z.string(), seed: z.number(), variant: z.string().optional(), error: z.string() }),
]);

/** A cell that was run, or its failure. */
export type CellRecord = z.output<typeof recordSchema>;

/** Merges two records of a cell: a run counts more than any failure. */
export function merged(before: CellRecord | undefined, record: CellRecord): CellRecord {
  if (before === undefined || "error" in before) return record;
  if ("error" in record) return before;
  const readings = { ...before.readings, ...record.readings };
  return Object.keys(readings).length === 0 ? record : { ...record, readings };
}

export class CellStore {
  readonly path: string;
  #cells: number | null = null;

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * `path`: of studies, empty, or not there yet; without it `runs/<id>`, or with -2, -3 ... behind it. Throws as
   * `RunDirectory.create`.
   */
  static open(path: string | undefined, id: string): CellStore {
    if (path === undefined || !holdsCells(path)) {
      try {
        return new CellStore(RunDirectory.create(path, { id }).path);
      } catch (error) {
        // Another shard may have begun there meanwhile.
        if (path === undefined || !holdsCells(path)) throw error;
      }
    }
    removeAbandoned(path);
    return new CellStore(path);
  }

  write(name: string, text: string): void {
    writeWhole(join(this.path, name), text);
  }

  /**
   * Every cell that was ever run here, by key; a run counts more than any failure. Lines that are no cell are skipped,
   * as a half-written one. Throws RingfenceError "invariant" if one cell has two results, "io" and "config" for a file
   * that cannot be read.
   */
  readCells(): Map<string, CellRecord> {
    const known = new Map<string, CellRecord>();
    for (const name of cellFiles(this.path)) {
      for (const record of readRecords(join(this.path, name))) {
        const before = known.get(record.key);
        const isBoth = before !== undefined && !("error" in before) && !("error" in record);
        if (isBoth && record.digest !== before.digest) throw disagreeing(this.path, record, before);
        known.set(record.key, merged(before, record));
      }
    }
    return known;
  }

  /** Written to disk at once: a machine may fail. Throws RingfenceError "io". */
  append(record: CellRecord): void {
    try {
      this.#cells ??= openSync(join(this.path, `cells-${randomBytes(8).toString("hex")}.jsonl`), "ax");
      writeAll(this.#cells, Buffer.from(`${JSON.stringify(record)}\n`));
      fsyncSync(this.#cells);
    } catch (error) {
      // A part of the line may be there: nothing must follow it.
      this.close();
      throw diskError("append to the cells of", this.path, error);
    }
  }

  close(): void {
    if (this.#cells !== null) closeSync(this.#cells);
    this.#cells = null;
  }
}

const ABANDONED_MS = 60_000;
const GROWING = /^[a-z-]+\.\w+\.[0-9a-f]{16}\.tmp$/;
const CELL_FILE = /^cells-[\da-z]+\.jsonl$/;

/** Temporary files that a killed process left. */
function removeAbandoned(path: string): void {
  for (const name of readdirSync(path)) {
    if (!GROWING.test(name)) continue;
    const { mtimeMs = Infinity } = statSync(join(path, name), { throwIfNoEntry: false }) ?? {};
    if (Date.now() - mtimeMs > ABANDONED_MS) rmSync(join(path, name), { force: true });
  }
}

function cellFiles(path: string): string[] {
  return readdirSync(path)
    .filter((name) => CELL_FILE.test(name))
    .toSorted();
}

function holdsCells(path: string): boolean {
  try {
    return cellFiles(path).length > 0;
  } catch {
    // It is missing or may not be read: making it says which.
    return false;
  }
}

function readRecords(path: string): CellRecord[] {
  if (!statFile(path).isFile()) {
    throw new RingfenceError("io", `${path}: expected a file of cells, found no plain file: move it elsewhere`);
  }
  const lines = readBounded(path, MAX_CELLS_BYTES).toString("utf8").split("\n");
  return lines.flatMap((line) => readLine(line) ?? []);
}

function statFile(path: string) {
  try {
    return statSync(path);
  } catch (cause) {
    throw cannotRead(path, cause);
  }
}

function readLine(line: string): CellRecord | null {
  try {
    return recordSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}

function disagreeing(path: string, { key, seed }: CellRecord, before: CellRecord): RingfenceError {
  const what = `two runs of cell ${key.slice(0, 12)} (seed ${seed}) came to different digests`;
  const found = `${(before as { digest: string }).digest} is one of them`;
  return new RingfenceError(
    "invariant",
    `${path}: ${what}; ${found}. One of them ran other code: take a new directory`,
  );
}
