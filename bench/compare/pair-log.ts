/**
 * Finished pairs on disk, so that an interrupted comparison can be judged, or gone on with: a line that says what is
 * compared, then a line for each pair, in `pairs.jsonl`. A last line that was cut short is as if it were not there.
 */
import { appendFileSync, readFileSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { RingfenceError, messageOf } from "../../src/core/errors.ts";
import { RunDirectory } from "../../src/report/directory/run-directory.ts";
import { type Pair, pairSchema } from "./pair.ts";
import { MAX_PAIRS } from "./pairs.ts";

const PAIRS_FILE = "pairs.jsonl";

/** What is compared. The rest of the options (`--metric`, `--min-effect`, `--pairs`) may differ when it goes on. */
interface ComparedSides {
  readonly a: string;
  readonly b: string;
  readonly work: readonly string[];
}

const LOG_VERSION = 1;
const text = z.string().max(10_000);
const headSchema = z.strictObject({
  pairLog: z.literal(LOG_VERSION),
  a: text,
  b: text,
  work: z.array(text).max(1000),
});
/** Of lines with all figures of a bench: some 50 KB each. */
const MAX_LOG_BYTES = 512 * 1024 * 1024;

export class PairLog {
  readonly sides: ComparedSides;
  readonly #pairs: Pair[];
  #directory: string | null;

  private constructor(sides: ComparedSides, pairs: Pair[], directory: string | null) {
    this.sides = sides;
    this.#pairs = pairs;
    this.#directory = directory;
  }

  /**
   * Kept in `out`, each pair as it is finished; without it nowhere, until `keep` is called. Throws
   * RingfenceError("usage") where `out` is no empty directory.
   */
  static start(sides: ComparedSides, out: string | undefined): PairLog {
    const log = new PairLog(sides, [], null);
    if (out !== undefined) log.#create(out);
    return log;
  }

  /** That of an earlier comparison. Throws RingfenceError: "io" where there is none, "config" where it is none. */
  static resume(directory: string): PairLog {
    const path = join(directory, PAIRS_FILE);
    const lines = readWhole(path);
    const [head, ...pairs] = lines.map((line, index) => parseLine(path, index + 1, line));
    if (head === undefined) throw new RingfenceError("config", `${path} is empty: begin the comparison anew`);
    const { a, b, work } = check(headSchema, head, path, 1);
    const read = pairs.map((pair, index) => check(pairSchema, pair, path, index + 2));
    return new PairLog({ a, b, work }, read, directory);
  }

  get pairs(): readonly Pair[] {
    return this.#pairs;
  }

  /** Where they are kept; null where nowhere. */
  get directory(): string | null {
    return this.#directory;
  }

  add(pair: Pair): void {
    this.#pairs.push(pair);
    if (this.#directory !== null) this.#append([pair]);
  }

  /** Keeps what is finished, in a directory of its own where none was named. Returns it; null where nothing is. */
  keep(): string | null {
    if (this.#directory === null && this.#pairs.length > 0) this.#create(undefined);
    return this.#pairs.length > 0 ? this.#directory : null;
  }

  #create(out: string | undefined): void {
    this.#directory = RunDirectory.create(out, { id: "compare" }).path;
    const { a, b, work } = this.sides;
    this.#append([{ pairLog: LOG_VERSION, a, b, work }, ...this.#pairs]);
  }

  #append(records: readonly object[]): void {
    const path = join(this.#directory!, PAIRS_FILE);
    try {
      appendFileSync(path, records.map((record) => `${JSON.stringify(record)}\n`).join(""));
    } catch (cause) {
      throw new RingfenceError("io", `cannot keep pairs in ${path}: ${messageOf(cause)}`, { cause });
    }
  }
}

/** Whole lines; what was being written when the process died is cut off, also in the file, which grows from there. */
function readWhole(path: string): string[] {
  try {
    if (statSync(path).size > MAX_LOG_BYTES) {
      throw new RingfenceError("config", `${path} has more than ${MAX_LOG_BYTES} bytes: that is no log of pairs`);
    }
    const bytes = readFileSync(path);
    const end = bytes.lastIndexOf(10) + 1;
    if (end < bytes.length) truncateSync(path, end);
    return end === 0 ? [] : bytes.toString("utf8", 0, end - 1).split("\n");
  } catch (cause) {
    if (cause instanceof RingfenceError) throw cause;
    throw new RingfenceError(
      "io",
      `cannot read ${path}: ${messageOf(cause)}. --resume expects the directory of an interrupted comparison`,
      { cause },
    );
  }
}

function parseLine(path: string, line: number, written: string): unknown {
  if (line > MAX_PAIRS + 1) throw new RingfenceError("config", `${path} has more than ${MAX_PAIRS} pairs`);
  try {
    return JSON.parse(written);
  } catch (cause) {
    throw new RingfenceError("config", `${path}:${line} is no JSON: ${messageOf(cause)}`, { cause });
  }
}

function check<T>(schema: z.ZodType<T>, value: unknown, path: string, line: number): T {
  const { data, error } = schema.safeParse(value);
  if (error === undefined) return data;
  const [issue] = error.issues;
  const where = issue!.path.length === 0 ? "" : `${issue!.path.join(".")}: `;
  throw new RingfenceError("config", `${path}:${line} is no line of a log of pairs: ${where}${issue!.message}`);
}
