/**
 * Runs two programs in turn, each time in a fresh process: AB, BA, AB and so on. A pair lies close together in time, so that a slow
 * minute of the machine hits both; the order alternates, so that going first is no advantage.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RingfenceError } from "../../src/core/errors.ts";
import { type Contender, startOf } from "./contender.ts";
import { type ComparableDocument, type Figure, figureOf, readDocument } from "./document.ts";
import { type ProcessRun, runProcess } from "./process-run.ts";

export type Runnable = Exclude<Contender, { kind: "file" }>;

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
  /** What a checkout runs, after `ringfence bench`. */
  readonly bench: readonly string[];
  readonly onProgress: (what: string) => void;
}

/** Peak memory of a process is a figure of this name, wall time of one that prints no document another. */
export const PEAK_MEMORY = "peak memory";
export const WALL_TIME = "wall time";

/** One run of each before the first pair is thrown away: it fills the caches of the disk, and a mistake shows at once. */
export async function runPairs(a: Runnable, b: Runnable, { pairs, bench, onProgress }: PairOptions): Promise<Pair[]> {
  const folder = mkdtempSync(join(tmpdir(), "ringfence-compare-"));
  let runs = 0;
  const run = async (contender: Runnable): Promise<Run> =>
    runOf(contender, await runProcess(startOf(contender, bench, join(folder, `${runs++}`))));
  try {
    onProgress("one run of each that does not count");
    await run(a);
    await run(b);
    const done: Pair[] = [];
    while (done.length < pairs) {
      const order = done.length % 2 === 0 ? "AB" : "BA";
      onProgress(`pair ${done.length + 1} of ${pairs} (${order})`);
      const first = await run(order === "AB" ? a : b);
      const second = await run(order === "AB" ? b : a);
      done.push(order === "AB" ? { order, a: first, b: second } : { order, a: second, b: first });
    }
    return done;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runOf({ kind, label }: Runnable, { stdout, wallSeconds, peakMiB }: ProcessRun): Run {
  const document = readDocument(stdout);
  if (document === null && kind === "checkout") {
    throw new RingfenceError("io", `the bench in ${label} printed no result that this ringfence reads`);
  }
  const memory = peakMiB === null ? [] : [figureOf(PEAK_MEMORY, "MiB", "lower", peakMiB)];
  const timed = document?.figures ?? [figureOf(WALL_TIME, "s", "lower", wallSeconds)];
  return { document, figures: [...timed, ...memory] };
}
