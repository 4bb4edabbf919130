/**
 * Runs two programs in turn, each time in a fresh process: AB, BA, AB and so on. A pair lies close together in time, so
 * that a slow minute of the machine hits both; the order alternates, so that going first is no advantage.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ERROR_EXIT_CODES, RingfenceError } from "../../src/core/errors.ts";
import { type Contender, startOf } from "./contender.ts";
import { PEAK_MEMORY, figureOf, readDocument } from "./document.ts";
import type { Pair, Run } from "./pair.ts";
import { differences } from "../harness/environment.ts";
import { tooFewPairs } from "../harness/rank-statistics/power.ts";
import { timeLeft } from "../harness/time-left.ts";
import { type ProcessRun, runProcess } from "./process-run.ts";
import { asked, chosen, seriesOfPairs } from "./series.ts";

export type Runnable = Exclude<Contender, { kind: "file" }>;

export interface PairOptions {
  readonly pairs: number;
  /** What a checkout runs, after `ringfence`: a bench or a run. It must take --json and --out. */
  readonly work: readonly string[];
  /** Only figures whose names contain this. */
  readonly metric?: string;
  /** Finished already, in an earlier sitting. */
  readonly finished?: readonly Pair[];
  /** Told of each pair as it is finished. */
  readonly onPair?: (pair: Pair) => void;
  readonly onProgress: (what: string) => void;
  /** Told, before the first pair, of what will keep the comparison from telling anything. */
  readonly onNote: (text: string) => void;
}

/** More take days, and then it is not pairs that lack. */
export const MAX_PAIRS = 1000;

/** Of a program that prints no document, its time from start to exit. */
const WALL_TIME = "wall time";
/** The same in processor time, of all its threads: what to go by where other programs run too. */
const CPU_TIME = "processor time";
/** It is known to 10 ms: of less than this, a step would be a change to be reckoned with. */
const MIN_CPU_SECONDS = 1;

/**
 * One run of each before the first pair is thrown away: it fills the caches of the disk, and a mistake shows at once.
 * Throws RingfenceError: "usage" when no figure has such a name, "io" when a run fails, "invalid" when figures must not
 * be used.
 */
export async function runPairs(
  a: Runnable,
  b: Runnable,
  { pairs, work, metric, finished = [], onPair = () => {}, onProgress, onNote }: PairOptions,
): Promise<Pair[]> {
  if (finished.length >= pairs) return finished.slice(0, pairs);
  const folder = mkdtempSync(join(tmpdir(), "ringfence-compare-"));
  const out = join(folder, "out");
  const run = async (contender: Runnable): Promise<Run> => {
    const ran = await runProcess(startOf(contender, work, out));
    rmSync(out, { recursive: true, force: true });
    return runOf(contender, ran);
  };
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true });
  process.once("exit", removeFolder);
  try {
    const startedMs = performance.now();
    onProgress("one run of each that does not count");
    const trialOfA = await run(a);
    // What A lacks is no figure of both, whatever B has: it is refused before B is waited for.
    chosen(trialOfA.figures, metric);
    const trial: Pair = { order: "AB", a: trialOfA, b: await run(b) };
    const { series } = asked(seriesOfPairs([trial]), metric);
    const tooFew = tooFewPairs(pairs, series.length);
    if (tooFew !== null) onNote(tooFew);
    checkSame(trial, finished);
    const done = [...finished];
    while (done.length < pairs) {
      const order = done.length % 2 === 0 ? "AB" : "BA";
      const pairMs = (performance.now() - startedMs) / (done.length - finished.length + 1);
      onProgress(`pair ${done.length + 1} of ${pairs} (${order})${timeLeft(pairMs * (pairs - done.length))}`);
      const first = await run(order === "AB" ? a : b);
      const second = await run(order === "AB" ? b : a);
      const pair: Pair = order === "AB" ? { order, a: first, b: second } : { order, a: second, b: first };
      done.push(pair);
      onPair(pair);
    }
    return done;
  } finally {
    process.off("exit", removeFolder);
    removeFolder();
  }
}

/** Pairs of two sittings are judged together only where both sides, and the machine, are what they were. */
function checkSame(trial: Pair, [kept]: readonly Pair[]): void {
  if (kept === undefined) return;
  for (const side of ["a", "b"] as const) {
    const [then, now] = [kept[side].document, trial[side].document];
    const changed = [
      ...(then?.commit?.commit === now?.commit?.commit ? [] : ["its commit"]),
      ...(then?.digest === now?.digest ? [] : ["what it decides (its digest)"]),
      ...(then === null || now === null ? [] : differences(then.machine, now.machine)),
    ];
    if (changed.length > 0) {
      throw new RingfenceError(
        "noData",
        `${side.toUpperCase()} is not what it was when the kept pairs were measured: ${changed.join("; ")}. Begin anew, without --resume`,
      );
    }
  }
}

/** How a bench ends whose figures must not be used. */
const INVALID = ERROR_EXIT_CODES.invalid;
/** And where an objective was missed. */
const MISSED = ERROR_EXIT_CODES.regression;

function runOf({ kind, label }: Runnable, ran: ProcessRun): Run {
  const { stdout, wallSeconds, cpuSeconds, peakMiB, failure, exitCode } = ran;
  const document = readDocument(stdout);
  const problems = document?.problems ?? [];
  if (problems.length > 0) {
    throw new RingfenceError("invalid", `the figures of ${label} must not be used: ${problems.join("; ")}`);
  }
  // A bench that missed the objective it was given has measured all the same. Of a command, any code may mean anything.
  const hasMeasured = kind === "checkout" && exitCode === MISSED && document !== null;
  if (failure !== null && !hasMeasured)
    throw new RingfenceError(kind === "checkout" && exitCode === INVALID ? "invalid" : "io", failure);
  if (document === null && kind === "checkout") {
    throw new RingfenceError("io", `what ran in ${label} printed no result that this ringfence reads`);
  }
  const figures = [...(document?.figures ?? [figureOf(WALL_TIME, "s", "lower", wallSeconds)])];
  const isTimed = document === null || document.isFixedWork;
  if (isTimed && cpuSeconds !== null && cpuSeconds >= MIN_CPU_SECONDS)
    figures.push(figureOf(CPU_TIME, "s", "lower", cpuSeconds, { watched: true }));
  // What the program says of its own memory counts before what was seen from outside.
  const saysMemory = figures.some(({ name }) => name === PEAK_MEMORY);
  if (!saysMemory && peakMiB !== null) figures.push(figureOf(PEAK_MEMORY, "MiB", "lower", peakMiB, { watched: true }));
  return { document, figures };
}
