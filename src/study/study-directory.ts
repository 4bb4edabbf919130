/**
 * The directory of a study: what is to be run (study.json), what was run (cells-<n>.jsonl, a line a cell), and how it
 * went (status.log). A process adds lines to a file that it made itself and nobody else writes to, so that there is
 * nothing to lock: several may work in one directory. What two of them both ran comes to the same.
 */
import { appendFileSync, closeSync, existsSync, openSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readBounded } from "../core/file/bounded-file.ts";
import { RingfenceError, errorCode, messageOf } from "../core/errors.ts";
import { writeAll } from "../core/file/write-all.ts";
import { diskError, writeWhole } from "../core/file/atomic-file.ts";
import { foundInsteadOfRun, PAGE_FILE, RunDirectory } from "../report/directory/run-directory.ts";

export const STUDY_FILE = "study.json";
const STATUS_FILE = "status.log";

/** Of a hundred thousand points, and more. */
const MAX_STUDY_BYTES = 256 * 1024 * 1024;

const recordSchema = z.union([
  z.object({
    key: z.string(),
    seed: z.number(),
    digest: z.string(),
    figures: z.record(z.string(), z.number().nullable()),
  }),
  z.object({ key: z.string(), seed: z.number(), error: z.string() }),
]);

/** A cell that was run, or that failed and how. */
export type CellRecord = z.output<typeof recordSchema>;

export class StudyDirectory {
  readonly path: string;
  readonly #run: RunDirectory | null;
  #cells: number | null = null;

  private constructor(path: string, run: RunDirectory | null) {
    this.path = path;
    this.#run = run;
  }

  /**
   * A new one: `path`, empty or not there yet; without it `runs/<id>`, or with -2, -3 ... behind it. Throws as
   * `RunDirectory.create`.
   */
  static create(path: string | undefined, id: string): StudyDirectory {
    const run = RunDirectory.create(path, { id });
    return new StudyDirectory(run.path, run);
  }

  /** One that holds a study, or was begun. Throws RingfenceError "usage" where `path` is none. */
  static open(path: string): StudyDirectory {
    if (StudyDirectory.isStudy(path) || StudyDirectory.isBegun(path)) {
      removeAbandoned(path);
      return new StudyDirectory(path, null);
    }
    const found = foundInsteadOfRun(path, `holds no ${STUDY_FILE}`);
    throw new RingfenceError("usage", `expected the directory of a study, but ${found}`);
  }

  static isStudy(path: string): boolean {
    return existsSync(join(path, STUDY_FILE));
  }

  /** Whether a process was killed there while it wrote its study: nothing else is in it. */
  static isBegun(path: string): boolean {
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return false;
    const names = readdirSync(path);
    return names.length > 0 && names.every((name) => GROWING.test(name));
  }

  /** Removes it again, as far as it was made for this and holds nothing. */
  abandon(): void {
    this.#run?.abandon();
  }

  /** The study as it stands there. Throws RingfenceError "config" where it is no JSON. */
  readStudy(): unknown {
    const path = join(this.path, STUDY_FILE);
    try {
      return JSON.parse(readBounded(path, MAX_STUDY_BYTES).toString("utf8"));
    } catch (cause) {
      if (cause instanceof RingfenceError) throw cause;
      throw new RingfenceError("config", `${path} is no JSON: ${messageOf(cause)}`, { cause });
    }
  }

  /** Whole or not at all. */
  writeStudy(study: object): void {
    this.write(STUDY_FILE, `${JSON.stringify(study, null, 2)}\n`);
  }

  writePage(html: string): void {
    this.write(PAGE_FILE, html);
  }

  /** A file of the study's results, whole or not at all. */
  write(name: string, text: string): void {
    writeWhole(join(this.path, name), text);
  }

  /**
   * Every cell that was ever run here, by key. One that was run counts, whatever failures stand beside it. A last line
   * that a killed process left half written is none. Throws RingfenceError "config" for any other line that is no
   * cell, and "invariant" where one cell came to two results.
   */
  readCells(): Map<string, CellRecord> {
    const known = new Map<string, CellRecord>();
    for (const name of cellFiles(this.path)) {
      for (const record of readRecords(join(this.path, name))) {
        const before = known.get(record.key);
        if (before === undefined || "error" in before) known.set(record.key, record);
        else if (!("error" in record) && record.digest !== before.digest) throw disagreeing(this.path, record, before);
      }
    }
    return known;
  }

  /** A line of this process's file, which is made with the first. Throws RingfenceError "io". */
  append(record: CellRecord): void {
    try {
      this.#cells ??= claimFile(this.path);
      writeAll(this.#cells, Buffer.from(`${JSON.stringify(record)}\n`));
    } catch (error) {
      // A part of the line may be there: nothing must come behind it.
      this.close();
      throw diskError("append to the cells of", this.path, error);
    }
  }

  /** A line of what happened and when. It is for people: nothing reads it. */
  log(words: string): void {
    const line = `${new Date().toISOString()} ${process.pid} ${words.replace(/\s+/g, " ")}\n`;
    try {
      appendFileSync(join(this.path, STATUS_FILE), line);
    } catch (error) {
      throw diskError("append to", join(this.path, STATUS_FILE), error);
    }
  }

  /** The file of this process is at its end. */
  close(): void {
    if (this.#cells !== null) closeSync(this.#cells);
    this.#cells = null;
  }
}

/** Nothing takes so long to be written. */
const ABANDONED_MS = 60_000;
const GROWING = /^(?:study|table|report)\.\w+\.[0-9a-f]{16}\.tmp$/;

/** What a killed process left of files that were to take their place once whole. */
function removeAbandoned(path: string): void {
  for (const name of readdirSync(path)) {
    if (!GROWING.test(name)) continue;
    const { mtimeMs = Infinity } = statSync(join(path, name), { throwIfNoEntry: false }) ?? {};
    if (Date.now() - mtimeMs > ABANDONED_MS) rmSync(join(path, name), { force: true });
  }
}

function cellFiles(path: string): string[] {
  const numbered = readdirSync(path).flatMap((name) => {
    const number = /^cells-(\d+)\.jsonl$/.exec(name)?.[1];
    return number === undefined ? [] : [{ name, number: Number(number) }];
  });
  return numbered.toSorted((a, b) => a.number - b.number).map(({ name }) => name);
}

/** More processes than this in one directory, and something starts them in a circle. */
const MAX_FILES = 100_000;

/** The next that is not there: to make it is to have it. */
function claimFile(path: string): number {
  const last = /\d+/.exec(cellFiles(path).at(-1) ?? "0")![0];
  for (let number = Number(last) + 1; number <= MAX_FILES; number++) {
    try {
      return openSync(join(path, `cells-${number}.jsonl`), "ax");
    } catch (error) {
      if (errorCode(error) !== "EEXIST") throw error;
    }
  }
  throw new RingfenceError("io", `${path} holds ${MAX_FILES} files of cells: take a new directory`);
}

function readRecords(path: string): CellRecord[] {
  const lines = readFileSync(path, "utf8").split("\n");
  // Behind the last line break: nothing, or what was being written when the process ended.
  lines.pop();
  return lines.map((line, at) => {
    try {
      return recordSchema.parse(JSON.parse(line));
    } catch (cause) {
      const advice = "remove the line, and its cell is run again";
      throw new RingfenceError("config", `${path}, line ${at + 1}: expected a cell of a study; ${advice}`, { cause });
    }
  });
}

function disagreeing(path: string, { key, seed }: CellRecord, before: CellRecord): RingfenceError {
  const what = `two runs of cell ${key.slice(0, 12)} (seed ${seed}) came to different digests`;
  const found = `${(before as { digest: string }).digest} is one of them`;
  return new RingfenceError(
    "invariant",
    `${path}: ${what}; ${found}. One of them ran other code: take a new directory`,
  );
}
