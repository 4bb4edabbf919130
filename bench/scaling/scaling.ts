/**
 * `ringfence bench scaling`: how speed grows with workers, against the line on which nothing would be lost. Twice: in a
 * run, and on the data path alone, where the main thread has next to nothing to do. It takes the time that it is given,
 * warm-up and all; interrupted, it keeps what is finished.
 */
import { availableParallelism } from "node:os";
import { beyondCoresWords } from "../../src/core/machine.ts";
import { Interrupted } from "../../src/core/module/interruptible.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import type { BenchOptions, Findings } from "../harness/bench.ts";
import { chosenEngines } from "../harness/chosen-engines.ts";
import { type Comparison, compareInRounds } from "../harness/measurement.ts";
import { mergedDigest } from "../harness/merged-digest.ts";
import { runDataPath } from "./data-path.ts";
import { measureRuns } from "./rounds-of-runs.ts";
import { cutRun, hoursIn, type RunOptions } from "./run.ts";
import { againstIdeal, type MeasuredPoint, workersPart } from "./series.ts";

export const SCALING_SERIES = ["workers", "data-path"] as const;
type ScalingSeries = (typeof SCALING_SERIES)[number];

export interface ScalingOptions extends BenchOptions {
  readonly series?: readonly ScalingSeries[];
  /** For all of it; left out: as the size has it. */
  readonly seconds?: number;
  /** Counts of workers; left out: one, and so on to one a core. */
  readonly workers?: readonly number[];
  readonly signal?: AbortSignal;
}

const SIZES = {
  // `runSeconds`: a run is no shorter, if there is but one round.
  full: { scenario: "platform-2020", seconds: 600, rounds: 6, runSeconds: 5, workers: availableParallelism() },
  smoke: { scenario: "smoke", seconds: 0.5, rounds: 1, runSeconds: 0.02, workers: 2 },
} as const;

const TWO_WORKERS_TARGET = { limit: 1.7, aim: 1.95 };

interface Plan {
  readonly size: BenchOptions["size"];
  readonly counts: readonly number[];
  readonly run: Omit<RunOptions, "workers">;
  readonly onProgress: (what: string) => void;
}

interface Measured {
  readonly where: string;
  readonly points: readonly MeasuredPoint[];
  readonly comparisons: readonly Comparison[];
  readonly digest: string;
}

const MEASURES: Readonly<Record<ScalingSeries, (plan: Plan, seconds: number) => Promise<Measured | null>>> = {
  workers: measureInRun,
  "data-path": measureDataPath,
};

/** Throws Interrupted where nothing was finished. */
export async function measureScaling(options: ScalingOptions): Promise<Findings> {
  const { size, seed, over, onProgress, signal = new AbortController().signal } = options;
  const sizes = SIZES[size];
  const { seconds = sizes.seconds, workers: counts = Array.from({ length: sizes.workers }, (_, i) => i + 1) } = options;
  const wanted = SCALING_SERIES.filter((name) => options.series?.includes(name) ?? true);
  const run = { scenario: loadScenario(sizes.scenario, over), seed, signal };
  const startMs = performance.now();
  const found = new Map<string, Measured>();
  for (const [at, name] of wanted.entries()) {
    const left = Math.max(0, seconds - (performance.now() - startMs) / 1000);
    const measured = signal.aborted
      ? null
      : await MEASURES[name]({ size, counts, run, onProgress }, left / (wanted.length - at));
    if (measured !== null) found.set(name, measured);
  }
  if (found.size === 0) throw new Interrupted("interrupted");
  const all = [...found.values()];
  const beyondCores = beyondCoresWords(Math.max(...counts), availableParallelism());
  return {
    settings: {
      series: wanted.join(","),
      scenario: sizes.scenario,
      seconds,
      workers: counts.join(","),
      ...chosenEngines(over),
    },
    measurements: all.flatMap(({ points }) => points.map(({ measurement }) => measurement)),
    comparisons: all.flatMap(({ comparisons }) => comparisons),
    warnings: [
      ...(signal.aborted ? ["it was interrupted: these are the rounds that were finished by then"] : []),
      ...(beyondCores === null ? [] : [`${beyondCores}, and the ideal line is out of reach`]),
    ],
    details: { digests: Object.fromEntries([...found].map(([name, { digest }]) => [name, digest])) },
    digest: mergedDigest(all.map(({ digest }) => digest))!,
    parts: all.map(({ where, points }) => workersPart(where, againstIdeal(points))),
  };
}

/** So many rounds of runs that are long enough, and how long they are. */
function roundsIn(seconds: number, runs: number, size: BenchOptions["size"]) {
  const { rounds: most, runSeconds: least } = SIZES[size];
  const rounds = Math.max(1, Math.min(most, Math.floor(seconds / runs / least)));
  return { rounds, runSeconds: seconds / runs / rounds };
}

const DECIDED_HOURS = { warmupHours: 2, hours: 4 };

async function measureInRun({ size, counts, run, onProgress }: Plan, seconds: number): Promise<Measured | null> {
  // One run more, as the first finds how many hours a run may have.
  const { rounds, runSeconds } = roundsIn((seconds * counts.length) / (counts.length + 1), counts.length, size);
  const most = { ...run, workers: Math.max(...counts) };
  onProgress(`a run of ${runSeconds.toFixed(1)} s that does not count`);
  // How many hours there are depends on the machine; these are the same for any.
  const decided = await cutRun(most, DECIDED_HOURS);
  const hours = await hoursIn(runSeconds, most);
  const group = `${hours.hours} hours after ${hours.warmupHours}`;
  const found = await measureRuns(counts, { rounds, group, onProgress }, (workers) =>
    cutRun({ ...run, workers }, hours),
  );
  if (found === null || decided === null) return null;
  const target = size === "full" ? TWO_WORKERS_TARGET : null;
  const comparisons = twoWithOne("2 workers: 1 worker", found.points, target);
  return { where: "in a run", points: found.points, comparisons, digest: decided.digest };
}

async function measureDataPath({ size, counts, run, onProgress }: Plan, seconds: number): Promise<Measured | null> {
  const { rounds, runSeconds } = roundsIn(seconds, counts.length, size);
  const settings = { rounds, group: "data path alone", suffix: ", data path", onProgress };
  const found = await measureRuns(counts, settings, (workers) => runDataPath({ ...run, workers }, runSeconds));
  if (found === null) return null;
  const comparisons = twoWithOne("2 workers: 1 worker, data path alone", found.points, null);
  return { where: "data path alone", comparisons, ...found };
}

function twoWithOne(
  name: string,
  points: readonly MeasuredPoint[],
  target: typeof TWO_WORKERS_TARGET | null,
): Comparison[] {
  const [one, two] = [1, 2].map((count) => points.find(({ workers }) => workers === count));
  return one && two ? [compareInRounds(name, two.measurement, one.measurement, target)] : [];
}
