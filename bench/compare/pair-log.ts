/**
 * Finished pairs on disk, so that an interrupted comparison can be judged, or gone on with: a line that says what is
 * compared and how, then a line for each pair, in `pairs.jsonl`. Who goes on with other options adds a line that says
 * so, and the last one counts. A last line that was cut short is as if it were not there.
 */
import { appendFileSync, readFileSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { RingfenceError, messageOf } from "../../src/core/errors.ts";
import { RunDirectory } from "../../src/report/directory/run-directory.ts";
import { type Pair, pairSchema } from "./pair.ts";
import { MAX_PAIRS } from "./pairs.ts";

const PAIRS_FILE = "pairs.jsonl";

const LOG_VERSION = 2;
const text = z.string().max(10_000);
const planSchema = z.strictObject({
  pairLog: z.literal(LOG_VERSION),
  a: text,
  b: text,
  work: z.array(text).max(1000),
  pairs: z.int().min(1).max(MAX_PAIRS),
  minEffect: z.number().min(0).max(1),
  metric: text.nullable(),
  /** Of checkouts, what was built; null of a command. */
  builds: z.strictObject({ a: text.nullable(), b: text.nullable() }),
});

/** What is compared, and how it is judged. */
export type ComparedPlan = Readonly<Omit<z.infer<typeof planSchema>, "pairLog">>;

/** Of lines with all figures of a bench: some 50 KB each. */
const MAX_LOG_BYTES = 512 * 1024 * 1024;

export class PairLog {
  #plan: ComparedPlan;
  readonly #pairs: Pair[];
  #directory: string | null;

  private constructor(plan: ComparedPlan, pairs: Pair[], directory: string | null) {
    this.#plan = plan;
    this.#pairs = pairs;
    this.#directory = directory;
  }

  /**
   * Kept in `out`, each pair as it is finished; without it nowhere, until `keep` is called. Throws
   * RingfenceError("usage") where `out` is no empty directory.
   */
  static start(plan: ComparedPlan, out: string | undefined): PairLog {
    const log = new PairLog(plan, [], null);
    if (out !== undefined) log.#create(out);
    return log;
  }

  /** That of an earlier comparison. Throws RingfenceError: "io" where there is none, "config" where it is none. */
  static resume(directory: string): PairLog {
    const path = join(directory, PAIRS_FILE);
    const lines = readWhole(path);
    const [head, ...rest] = lines.map((line, index) => parseLine(path, index + 1, line));
    if (head === undefined) throw new RingfenceError("config", `${path} is empty: begin the comparison anew`);
    let plan = planOf(head, path, 1);
    const pairs: Pair[] = [];
    for (const [index, line] of rest.entries()) {
      if (isPlan(line)) plan = planOf(line, path, index + 2);
      else pairs.push(check(pairSchema, line, path, index + 2));
    }
    if (pairs.length > MAX_PAIRS) throw new RingfenceError("config", `${path} has more than ${MAX_PAIRS} pairs`);
    return new PairLog(plan, pairs, directory);
  }

  get plan(): ComparedPlan {
    return this.#plan;
  }

  /** It goes on with these instead. */
  change(changed: Pick<ComparedPlan, "pairs" | "minEffect" | "metric">): void {
    const plan = { ...this.#plan, ...changed };
    if (isDeepStrictEqual(plan, this.#plan)) return;
    this.#plan = plan;
    if (this.#directory !== null) this.#append([{ pairLog: LOG_VERSION, ...plan }]);
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
    this.#append([{ pairLog: LOG_VERSION, ...this.#plan }, ...this.#pairs]);
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
  if (line > MAX_LINES) throw new RingfenceError("config", `${path} has more than ${MAX_LINES} lines`);
  try {
    return JSON.parse(written);
  } catch (cause) {
    throw new RingfenceError("config", `${path}:${line} is no JSON: ${messageOf(cause)}`, { cause });
  }
}

/** As many changes of the plan as pairs. */
const MAX_LINES = 2 * MAX_PAIRS;

function isPlan(line: unknown): boolean {
  return typeof line === "object" && line !== null && "pairLog" in line;
}

function planOf(line: unknown, path: string, number: number): ComparedPlan {
  const { pairLog: _, ...plan } = check(planSchema, line, path, number);
  return plan;
}

function check<T>(schema: z.ZodType<T>, value: unknown, path: string, line: number): T {
  const { data, error } = schema.safeParse(value);
  if (error === undefined) return data;
  const [issue] = error.issues;
  const where = issue!.path.length === 0 ? "" : `${issue!.path.join(".")}: `;
  throw new RingfenceError("config", `${path}:${line} is no line of a log of pairs: ${where}${issue!.message}`);
}
