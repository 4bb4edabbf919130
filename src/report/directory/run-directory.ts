/**
 * The directory of a run: report.json, report.html, scenario.yaml, sampled decisions and all warnings; and apart from
 * them, as truth, labels of the decisions and all episodes.
 */
import { existsSync, mkdirSync, readdirSync, rmdirSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { z } from "zod";
import { readBounded, readLines } from "../../core/file/bounded-file.ts";
import { RingfenceError, errorCode, messageOf, usageError } from "../../core/errors.ts";
import { diskError } from "../../core/file/disk-error.ts";
import { GrowingFile, writeWhole } from "../../core/file/atomic-file.ts";
import { counted } from "../../ui/format.ts";
import { piecesOf } from "./record-file.ts";
import type { Report } from "../document.ts";

export const REPORT_FILE = "report.json";
export const PAGE_FILE = "report.html";
export const SCENARIO_FILE = "scenario.yaml";
export const DECISIONS_FILE = "decisions.jsonl";
/** Joined to the decisions by `id`, to the warnings by `subscriber`, to the episodes by `gang` and `target`. */
export const TRUTH_FILE = "truth.jsonl";
/** Without truth, as the decisions. */
export const WARNINGS_FILE = "warnings.jsonl";
export const EPISODES_FILE = "episodes.jsonl";

/** A report of a run or a bench has some 200 KB; a much larger file is none. */
export const MAX_REPORT_BYTES = 64 * 1024 * 1024;
/** Of a line of documents: a warning has some 500. */
const MAX_DOCUMENT_BYTES = 4 * 1024 * 1024;

/** More runs of one name than this, and the name is not what the user wants. */
const MAX_RUNS_OF_A_NAME = 9999;
const MAX_ID_UNITS = 64;

export class RunDirectory {
  readonly path: string;
  readonly #made: readonly string[];
  /** Files that grow while the run goes on. */
  readonly #growing = new Map<string, GrowingFile>();

  private constructor(path: string, made: readonly string[]) {
    this.path = path;
    this.#made = made;
  }

  /**
   * The directory `path`, which may exist and be empty or not exist; without it, `root`/`id`, or with -2, -3 ... behind
   * it when that is taken. `id` is reduced to a-z, 0-9 and -, so a scenario's name cannot lead out of `root`. Throws
   * RingfenceError("usage") when `path` is no empty directory and RingfenceError("io") when the disk refuses.
   */
  static create(path: string | undefined, { root = "runs", id }: { root?: string; id: string }): RunDirectory {
    if (path === "-") {
      const what = 'expected a directory, found "-", which stands for standard output elsewhere';
      throw new RingfenceError("usage", `--out: ${what}: --json prints the document there; ./- is a directory`);
    }
    const made: string[] = [];
    try {
      const created =
        path === undefined ? createNumbered(root, sanitiseId(id), made) : createEmpty(normalize(path), made);
      return new RunDirectory(created, made);
    } catch (error) {
      removeEmpty(made);
      throw error;
    }
  }

  /** True if the folder that it is in holds nothing else. */
  get isFirst(): boolean {
    return readdirSync(dirname(this.path)).length === 1;
  }

  /** Removes the directory and those above it, if they were made for this and are empty. */
  abandon(): void {
    removeEmpty(this.#made);
  }

  writeReport(report: Report): void {
    writeWhole(join(this.path, REPORT_FILE), `${JSON.stringify(report, null, 2)}\n`);
  }

  /** Returns the path. */
  writePage(html: string): string {
    const path = join(this.path, PAGE_FILE);
    writeWhole(path, html);
    return path;
  }

  writeScenario(yaml: string): void {
    writeWhole(join(this.path, SCENARIO_FILE), yaml.endsWith("\n") ? yaml : `${yaml}\n`);
  }

  /** Appends to a file, one document a line. The file is made without any, too. */
  append(name: string, documents: readonly object[]): void {
    const file = this.#growing.get(name) ?? new GrowingFile(join(this.path, name));
    this.#growing.set(name, file);
    for (const { text } of piecesOf(documents)) file.write(text);
  }

  /** The files that grew take their names. */
  finishSamples(): void {
    for (const file of this.#growing.values()) file.takePlace();
    this.#growing.clear();
  }
}

/** Throws RingfenceError "usage" where `directory` lacks one of these files. `expects`: how to say what belongs there. */
export function checkRun(directory: string, files: readonly string[], expects: string): void {
  const missing = files.find((name) => !existsSync(join(directory, name)));
  if (missing === undefined) return;
  const there = statSync(directory, { throwIfNoEntry: false });
  const found = !there ? "does not exist" : there.isDirectory() ? `holds no ${missing}` : "is a file";
  throw usageError(`${directory} ${found}: ${expects} a directory as run leaves one`);
}

/**
 * The report of a run as plain data, of any form. Throws RingfenceError("io") if it cannot be read, and
 * RingfenceError("config") if it is no JSON, or far too large.
 */
export function readReport(path: string): unknown {
  const text = readBounded(path, MAX_REPORT_BYTES).toString("utf8");
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RingfenceError("config", `${path} is no JSON: ${messageOf(cause)}; run it again`, { cause });
  }
}

/**
 * The wanted documents of a file of JSON Lines in the run directory `run`, which may have millions: no others are kept.
 * Null if the file is missing. Throws RingfenceError("config") with the line that does not fit `schema`, and
 * RingfenceError("io") if the disk refuses.
 */
export function readDocuments<T>(
  run: string,
  name: string,
  schema: z.ZodType<T>,
  isWanted: (document: T) => boolean = () => true,
): T[] | null {
  const path = join(run, name);
  if (!existsSync(path)) return null;
  const wanted: T[] = [];
  let number = 0;
  for (const line of readLines(path, MAX_DOCUMENT_BYTES)) {
    number++;
    if (line === "") continue;
    const document = readDocument(line, schema, path, number);
    if (isWanted(document)) wanted.push(document);
  }
  return wanted;
}

function readDocument<T>(line: string, schema: z.ZodType<T>, path: string, number: number): T {
  try {
    return schema.parse(JSON.parse(line));
  } catch (cause) {
    const found = cause instanceof z.ZodError ? z.prettifyError(cause) : messageOf(cause);
    throw new RingfenceError("config", `${path}, line ${number}: ${found.replaceAll("\n", " ")}`, { cause });
  }
}

/** A name that is safe as one part of a path: a-z, 0-9 and single hyphens, at most 64, "run" if nothing is left. */
export function sanitiseId(id: string): string {
  const safe = id
    .slice(0, MAX_ID_UNITS)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return safe === "" ? "run" : safe;
}

/** Adds to `made` what it makes, also if it throws. */
function createEmpty(path: string, made: string[]): string {
  try {
    makeDirectory(path, made);
  } catch (error) {
    if (errorCode(error) === "EEXIST") throw notEmpty(path, existsSync(path) ? "is a file" : "is a link to nothing");
    throw diskError("create the directory", path, error);
  }
  let entries: string[];
  try {
    entries = readdirSync(path);
  } catch (error) {
    throw diskError("read the directory", path, error);
  }
  if (entries.length > 0) throw notEmpty(path, `holds ${counted(entries.length, "entry", "entries")}`);
  return path;
}

/** With its parents. Node's own way loops for ever where a directory takes none, below /proc for example. */
function makeDirectory(path: string, made: string[]): void {
  try {
    makeOne(path, made);
  } catch (error) {
    const above = dirname(path);
    if (errorCode(error) !== "ENOENT" || above === path) throw error;
    makeDirectory(above, made);
    makeOne(path, made);
  }
}

/** Another process may make it meanwhile. */
function makeOne(path: string, made: string[]): void {
  try {
    mkdirSync(path);
    made.push(path);
  } catch (error) {
    if (errorCode(error) !== "EEXIST" || !statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

function removeEmpty(made: readonly string[]): void {
  try {
    for (const path of made.toReversed()) rmdirSync(path);
  } catch {}
}

function notEmpty(path: string, found: string): RingfenceError {
  return new RingfenceError(
    "usage",
    `--out expects a directory that is empty or does not exist, but ${path} ${found}: name another, or remove it first`,
  );
}

/** Another process that gave up may remove the empty root meanwhile. */
function claim(path: string, root: string, made: string[]): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
    makeDirectory(root, made);
    mkdirSync(path);
  }
  made.push(path);
}

/** mkdir is the test and the claim in one, so two runs that start together never share a directory. */
function createNumbered(root: string, id: string, made: string[]): string {
  try {
    makeDirectory(root, made);
  } catch (error) {
    throw diskError("create the directory", root, error);
  }
  for (let number = 1; number <= MAX_RUNS_OF_A_NAME; number++) {
    const path = join(root, number === 1 ? id : `${id}-${number}`);
    try {
      claim(path, root, made);
      return path;
    } catch (error) {
      if (errorCode(error) !== "EEXIST") throw diskError("create the directory", path, error);
    }
  }
  throw new RingfenceError(
    "usage",
    `${root} holds ${MAX_RUNS_OF_A_NAME} runs named ${id}: remove some, or name a directory with --out`,
  );
}
