/**
 * The directory of studies: of each what is to be run (study-<verb>.json), what was run (cells-<n>.jsonl, a line a
 * cell), and how it went (status.log). A process adds lines to a file that it made itself and nobody else writes to, so
 * that there is nothing to lock: several may work in one directory. What two of them both ran comes to the same.
 */
import { createHash } from "node:crypto";
import {
  appendFileSync,
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import { counted } from "../../core/counted.ts";
import { cannotRead, readBounded } from "../../core/file/bounded-file.ts";
import { errorCode, RingfenceError, messageOf } from "../../core/errors.ts";
import { writeAll } from "../../core/file/write-all.ts";
import { diskError, writeWhole } from "../../core/file/atomic-file.ts";
import { foundInsteadOfRun, RunDirectory } from "../../report/directory/run-directory.ts";
import { canonicalJson } from "./cell-key.ts";
import { NumberedFiles } from "./numbered-files.ts";

const STATUS_FILE = "status.log";

/** Of a hundred thousand points, and more. */
const MAX_STUDY_BYTES = 256 * 1024 * 1024;
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

/** A cell that was run, or that failed and how. */
export type CellRecord = z.output<typeof recordSchema>;

/** What was read of a cell at one time and another. One that was run counts, whatever failures stand beside it. */
export function merged(before: CellRecord | undefined, record: CellRecord): CellRecord {
  if (before === undefined || "error" in before) return record;
  if ("error" in record) return before;
  const readings = { ...before.readings, ...record.readings };
  return Object.keys(readings).length === 0 ? record : { ...record, readings };
}

/** As a line: whoever alters a figure by hand does not come to its checksum. */
const lineSchema = z.object({ checksum: z.string() }).loose();

export class CellStore {
  readonly path: string;
  readonly #run: RunDirectory | null;
  readonly #files: NumberedFiles;
  #cells: number | null = null;
  /** The file of this process, once it has one. */
  #own: string | null = null;
  #altered: AlteredLine[] = [];
  /** By file, up to where it was read. */
  readonly #read = new Map<string, number>();
  #log = STATUS_FILE;
  #isShared = false;

  private constructor(path: string, run: RunDirectory | null) {
    this.path = path;
    this.#run = run;
    this.#files = new NumberedFiles(path, "cells-*.jsonl");
  }

  /**
   * A new one: `path`, empty or not there yet; without it `runs/<id>`, or with -2, -3 ... behind it. Throws as
   * `RunDirectory.create`.
   */
  static create(path: string | undefined, id: string): CellStore {
    const run = RunDirectory.create(path, { id });
    return new CellStore(run.path, run);
  }

  /** One that holds studies, or was begun. Throws RingfenceError "usage" where `path` is none, "io" for a fault. */
  static open(path: string): CellStore {
    try {
      // Else what cannot be read looks like what is not there.
      statSync(path, { throwIfNoEntry: false });
      if (CellStore.isStudy(path) || CellStore.isBegun(path)) {
        removeAbandoned(path);
        return new CellStore(path, null);
      }
    } catch (error) {
      if (errorCode(error) !== "ENOTDIR") throw cannotRead(path, error);
    }
    const found = foundInsteadOfRun(path, "holds no study");
    const above = dirname(resolve(path));
    const advice = CellStore.isStudy(above) ? `the study is in ${above}` : "name what --out named";
    throw new RingfenceError("usage", `expected the directory of a study, but ${found}: ${advice}`);
  }

  /** Whether it holds a study: of that verb, or of any. */
  static isStudy(path: string, verb?: string): boolean {
    if (!isFolder(path)) return false;
    return readdirSync(path).some((name) => (verb === undefined ? STATEMENT.test(name) : name === statementFile(verb)));
  }

  /** Whether a process was killed there while it wrote its study: nothing else is in it. */
  static isBegun(path: string): boolean {
    if (!isFolder(path)) return false;
    const names = readdirSync(path);
    return names.length > 0 && names.every((name) => GROWING.test(name));
  }

  /**
   * Others work in it too, perhaps from other machines: what is appended is on the disk at once, and what happened goes
   * into the file `log`, since a file system over a network cannot append for two.
   */
  share(log: string): void {
    this.#isShared = true;
    this.#log = log;
  }

  /** Removes it again, as far as it was made for this and holds nothing. */
  abandon(): void {
    this.#run?.abandon();
  }

  /** What is to be run, as it stands there. Throws RingfenceError "config" where it is no JSON. */
  readStatement(verb: string): unknown {
    const path = join(this.path, statementFile(verb));
    try {
      return JSON.parse(readBounded(path, MAX_STUDY_BYTES).toString("utf8"));
    } catch (cause) {
      if (cause instanceof RingfenceError) throw cause;
      throw new RingfenceError("config", `${path} is no JSON: ${messageOf(cause)}`, { cause });
    }
  }

  /** Whole or not at all. */
  writeStatement(verb: string, statement: object): void {
    this.write(statementFile(verb), `${JSON.stringify(statement, null, 2)}\n`);
  }

  /** A file of the study's results, whole or not at all. */
  write(name: string, text: string): void {
    writeWhole(join(this.path, name), text);
  }

  /**
   * Every cell that was ever run here, by key. One that was run counts, whatever failures stand beside it. A last line
   * that a killed process left half written is none, and neither is a line that is not as it was written: `altered`
   * names those. Throws RingfenceError "invariant" where one cell came to two results, "io" and "config" for a file
   * that cannot be read.
   */
  readCells(): Map<string, CellRecord> {
    const known = new Map<string, CellRecord>();
    this.#altered = [];
    for (const name of this.#names) {
      const { records, end } = readRecords(this.path, name, this.#altered);
      this.#read.set(name, end);
      for (const record of records) {
        const before = known.get(record.key);
        const isBoth = before !== undefined && !("error" in before) && !("error" in record);
        if (isBoth && record.digest !== before.digest) throw disagreeing(this.path, record, before);
        known.set(record.key, merged(before, record));
      }
    }
    return known;
  }

  /** What other processes added since: cost as that of a look at each file. Throws as `readCells`, of files alone. */
  readMore(): CellRecord[] {
    return this.#names.flatMap((name) => {
      if (name === this.#own) return [];
      const { records, end } = readRecords(this.path, name, this.#altered, this.#read.get(name) ?? 0);
      this.#read.set(name, end);
      return records;
    });
  }

  /**
   * In words, the lines of the last `readCells` that are not as they were written, but for cells that were run again
   * since; null where there are none.
   */
  alteredWords(known: ReadonlyMap<string, CellRecord>): string | null {
    const open = this.alteredLines(known);
    if (open.length === 0) return null;
    const named = open.slice(0, MAX_NAMED).map(({ file, line }) => `${file}, line ${line}`);
    const more = open.length > MAX_NAMED ? `; and ${open.length - MAX_NAMED} more` : "";
    const what = `${counted(open.length, "line")} in ${this.path} ${open.length === 1 ? "is" : "are"} not as written`;
    return `${what}, so the runs count as missing and are made again: ${named.join("; ")}${more}`;
  }

  alteredLines(known: ReadonlyMap<string, CellRecord>): readonly AlteredLine[] {
    return this.#altered.filter(({ key }) => key === null || !known.has(key));
  }

  /** A line of this process's file, which is made with the first. Throws RingfenceError "io". */
  append(record: CellRecord): void {
    try {
      this.#cells ??= this.#claim();
      writeAll(this.#cells, Buffer.from(`${JSON.stringify({ ...record, checksum: checksumOf(record) })}\n`));
      if (this.#isShared) fsyncSync(this.#cells);
    } catch (error) {
      if (error instanceof RingfenceError) throw error;
      // A part of the line may be there: nothing must come behind it.
      this.close();
      throw diskError("append to the cells of", this.path, error);
    }
  }

  /** A line of what happened and when. It is for people: nothing reads it. */
  log(words: string): void {
    const line = `${new Date().toISOString()} ${process.pid} ${words.replace(/\s+/g, " ")}\n`;
    try {
      appendFileSync(join(this.path, this.#log), line);
    } catch (error) {
      throw diskError("append to", join(this.path, this.#log), error);
    }
  }

  get #names(): string[] {
    return this.#files.numbers.map((number) => this.#files.nameOf(number));
  }

  #claim(): number {
    const { file, number } = this.#files.take();
    this.#own = this.#files.nameOf(number);
    return file;
  }

  /** The file of this process is at its end. */
  close(): void {
    if (this.#cells !== null) closeSync(this.#cells);
    this.#cells = null;
  }
}

/** Nothing takes so long to be written. */
const ABANDONED_MS = 60_000;
const GROWING = /^[a-z-]+\.\w+\.[0-9a-f]{16}\.tmp$/;
const STATEMENT = /^study-[a-z-]+\.json$/;

function statementFile(verb: string): string {
  return `study-${verb}.json`;
}

/** What a killed process left of files that were to take their place once whole. */
function removeAbandoned(path: string): void {
  for (const name of readdirSync(path)) {
    if (!GROWING.test(name)) continue;
    const { mtimeMs = Infinity } = statSync(join(path, name), { throwIfNoEntry: false }) ?? {};
    if (Date.now() - mtimeMs > ABANDONED_MS) rmSync(join(path, name), { force: true });
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    // Above it stands a file, or what may not be read: whoever makes the directory is told.
    return false;
  }
}

/** A line that is not as it was written: its cell, as far as it says so. */
interface AlteredLine {
  readonly file: string;
  readonly line: number;
  readonly key: string | null;
}

/** So many of them are named. */
const MAX_NAMED = 5;

interface ReadRecords {
  readonly records: readonly CellRecord[];
  /** Behind the last whole line. */
  readonly end: number;
}

function readRecords(folder: string, file: string, altered: AlteredLine[], from = 0): ReadRecords {
  const path = join(folder, file);
  if (!statFile(path).isFile()) {
    throw new RingfenceError("io", `${path}: expected a file of cells, found no plain file: move it elsewhere`);
  }
  const bytes = from === 0 ? readBounded(path, MAX_CELLS_BYTES) : readTail(path, from);
  // Behind the last line break: nothing, or what was being written when the process ended.
  const end = bytes.lastIndexOf(LINE_BREAK) + 1;
  const lines = bytes.subarray(0, end).toString("utf8").split("\n").slice(0, -1);
  const records = lines.flatMap((line, at) => {
    const record = readLine(line);
    if (typeof record === "object" && record !== null) return [record];
    altered.push({ file, line: at + 1, key: record });
    return [];
  });
  return { records, end: from + end };
}

const LINE_BREAK = 0x0a;

/** Opened anew each time: a client of NFS asks its server for what is new when it opens a file. */
function readTail(path: string, from: number): Buffer {
  try {
    const file = openSync(path, "r");
    try {
      const bytes = Buffer.alloc(Math.min(MAX_CELLS_BYTES, Math.max(0, fstatSync(file).size - from)));
      return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, from));
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    throw cannotRead(path, cause);
  }
}

function statFile(path: string) {
  try {
    return statSync(path);
  } catch (cause) {
    throw cannotRead(path, cause);
  }
}

/** The cell of a line; of one that is not as it was written the key that it states, null where it states none. */
function readLine(line: string): CellRecord | string | null {
  let stated: z.output<typeof lineSchema> | undefined;
  try {
    stated = lineSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return null;
  }
  const { data: record } = recordSchema.safeParse(stated);
  if (stated === undefined || record === undefined) return null;
  const { checksum, ...written } = stated;
  return checksumOf(written) === checksum ? record : record.key;
}

/** Of all that a line states. 64 bits: against mistakes and curiosity, not against forgers, who could work it out. */
function checksumOf(stated: object): string {
  return createHash("sha256").update(canonicalJson(stated)).digest("hex").slice(0, 16);
}

function disagreeing(path: string, { key, seed }: CellRecord, before: CellRecord): RingfenceError {
  const what = `two runs of cell ${key.slice(0, 12)} (seed ${seed}) came to different digests`;
  const found = `${(before as { digest: string }).digest} is one of them`;
  return new RingfenceError(
    "invariant",
    `${path}: ${what}; ${found}. One of them ran other code: take a new directory`,
  );
}
