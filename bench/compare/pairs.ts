/**
 * Runs two programs in turn, each time in a fresh process: AB, BA, AB and so on. A pair lies close together in time, so
 * that a slow minute of the machine hits both; the order alternates, so that going first is no advantage.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ERROR_EXIT_CODES, RingfenceError } from "../../src/core/errors.ts";
import { timeLeftOf } from "../harness/stopwatch.ts";
import { MAIN, type Program } from "./contender.ts";
import { type ComparableDocument, type Figure, readDocument } from "./document.ts";
import { type ProcessRun, runProcess } from "./process-run.ts";
import { checkMetric } from "./series.ts";

/** One run: its figures, and the document it printed if it did. */
export interface Run {
  readonly figures: readonly Figure[];
  readonly document: ComparableDocument | null;
}
export interface Pair {
  readonly order: "AB" | "BA";
  readonly a: Run;
  readonly b: Run;
}

export interface PairOptions {
  readonly pairs: number;
  /** What a checkout runs, after `ringfence`: a bench or a run. */
  readonly work: readonly string[];
  readonly metric?: string | undefined;
  readonly onProgress: (what: string) => void;
}

/** More take days. */
export const MAX_PAIRS = 1000;

/** It is known to 10 ms: of less than this, a step would be a change to be reckoned with. */
const MIN_CPU_SECONDS = 1;

/**
 * One run of each before the first pair is thrown away: it fills the caches of the disk, and a mistake shows at once.
 * Throws RingfenceError: "usage" when no figure has such a name, "io" when a run fails, "invalid" when figures must not
 * be used.
 */
export async function runPairs(a: Program, b: Program, options: PairOptions): Promise<Pair[]> {
  const { pairs, work, metric, onProgress } = options;
  const folder = mkdtempSync(join(tmpdir(), "ringfence-compare-"));
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true });
  process.once("exit", removeFolder);
  let runs = 0;
  const start = (program: Program): Promise<ProcessRun> => startProgram(program, work, join(folder, `${runs++}`));
  try {
    onProgress("one run of each that does not count");
    const first = await start(a);
    const isLong = (first.cpuSeconds ?? 0) >= MIN_CPU_SECONDS;
    const run = async (program: Program): Promise<Run> => runOf(program, await start(program), isLong);
    checkMetric(runOf(a, first, isLong).figures, metric);
    await run(b);
    const startedMs = performance.now();
    const done: Pair[] = [];
    while (done.length < pairs) {
      const order = done.length % 2 === 0 ? "AB" : "BA";
      onProgress(`pair ${done.length + 1} of ${pairs} (${order})${timeLeftOf(startedMs, done.length, pairs)}`);
      const [one, other] = [await run(order === "AB" ? a : b), await run(order === "AB" ? b : a)];
      done.push(order === "AB" ? { order, a: one, b: other } : { order, a: other, b: one });
    }
    return done;
  } finally {
    process.off("exit", removeFolder);
    removeFolder();
  }
}

/** What a checkout keeps goes to `out`; the shell runs a command as it is. */
function startProgram({ kind, label }: Program, work: readonly string[], out: string): Promise<ProcessRun> {
  if (kind === "command") return runProcess({ label, file: label, args: [], shell: true });
  const args = [join(label, MAIN), ...work, "--json", "--out", out];
  return runProcess({ label: `ringfence ${work.join(" ")} in ${label}`, file: process.execPath, args, shell: false });
}

function runOf({ kind, label }: Program, ran: ProcessRun, isLong: boolean): Run {
  const { stdout, failure, exitCode, wallSeconds, cpuSeconds } = ran;
  const document = readDocument(stdout);
  const problems = document?.problems ?? [];
  if (problems.length > 0) {
    throw new RingfenceError("invalid", `the figures of ${label} must not be used: ${problems.join("; ")}`);
  }
  // A bench that missed the objective it was given has measured all the same. Of a command, any code may mean anything.
  const hasMeasured = kind === "checkout" && exitCode === ERROR_EXIT_CODES.regression && document !== null;
  if (failure !== null && !hasMeasured) {
    const isInvalid = kind === "checkout" && exitCode === ERROR_EXIT_CODES.invalid;
    throw new RingfenceError(isInvalid ? "invalid" : "io", failure);
  }
  if (document === null && kind === "checkout") {
    throw new RingfenceError("io", `what ran in ${label} printed no result that this ringfence reads`);
  }
  // A bench goes on for as long as it was told: its time says nothing.
  if (document?.figures) return { document, figures: document.figures };
  const timed = { unit: "s", better: "lower", doubt: null } as const;
  const wall: Figure = { ...timed, name: "wall time", samples: [wallSeconds], diagnostic: isLong };
  // Of all threads: what to go by where other programs run too.
  const processor: Figure = { ...timed, name: "processor time", samples: [cpuSeconds ?? 0], diagnostic: false };
  return { document, figures: isLong ? [processor, wall] : [wall] };
}
