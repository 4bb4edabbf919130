/**
 * `ringfence bench scaling`: how speed holds up as workers and batches grow, against the line on which nothing would be
 * lost: workers times what one does, and for batches no change at all. Workers twice: in a run, and on the data path
 * alone, where the main thread has next to nothing to do. It takes the time that it is given, warm-up and all;
 * interrupted, it keeps what is finished. How engines scale with what is listed or known, `bench micro` says.
 */
import { availableParallelism } from "node:os";
import { DEFAULT_BATCH_EVENTS } from "../../src/engine/simulation-pool.ts";
import { beyondCoresWords } from "../../src/core/machine.ts";
import { Interrupted } from "../../src/core/module/interruptible.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import type { Scenario } from "../../src/scenario/schema.ts";
import type { BenchOptions, Findings } from "../harness/bench.ts";
import { chosenEngines } from "../harness/chosen-engines.ts";
import { type Comparison, type Measurement, type Target, compareInRounds } from "../harness/measurement.ts";
import { mergedDigest } from "../harness/merged-digest.ts";
import type { BenchSize } from "../harness/result.ts";
import { runDataPath } from "./data-path.ts";
import { measureShapes, pointsOver } from "./shape-series.ts";
import { type MeasuredPoint, type Series, seriesOf, seriesPart } from "./series.ts";
import { cutRun, hoursIn, type Shape } from "./shaped-run.ts";

export const SCALING_SERIES = ["workers", "batches", "data-path"] as const;
type ScalingSeries = (typeof SCALING_SERIES)[number];

export interface ScalingOptions extends BenchOptions {
  readonly series?: readonly ScalingSeries[];
  /** For all of it; left out: as the size has it. */
  readonly seconds?: number;
  /** Counts of workers; left out: one, and so on to one a core. */
  readonly workers?: readonly number[];
  readonly signal?: AbortSignal;
}

interface Sizes {
  readonly scenario: string;
  readonly seconds: number;
  readonly rounds: number;
  /** A run is no shorter, if there is but one round. */
  readonly runSeconds: number;
  readonly workers: readonly number[];
  readonly batchEvents: readonly number[];
}

const SIZES: Readonly<Record<BenchSize, Sizes>> = {
  full: {
    scenario: "platform-2020",
    seconds: 600,
    rounds: 6,
    runSeconds: 5,
    workers: Array.from({ length: availableParallelism() }, (_, i) => i + 1),
    batchEvents: [512, 1024, 2048, 4096, 8192, 16_384],
  },
  smoke: {
    scenario: "smoke",
    seconds: 0.5,
    rounds: 1,
    runSeconds: 0.02,
    workers: [1, 2],
    batchEvents: [DEFAULT_BATCH_EVENTS / 2, DEFAULT_BATCH_EVENTS],
  },
};

const TWO_WORKERS_TARGET = { atLeast: 1.7, aim: 1.95 };

interface Part {
  readonly name: string;
  readonly series: readonly Series[];
  readonly measurements: readonly Measurement[];
  readonly comparisons: readonly Comparison[];
  readonly digest: string;
}

/** What a part measures with, and how long. */
interface Plan extends Sizes {
  readonly options: ScalingOptions;
  readonly world: Scenario;
  readonly signal: AbortSignal;
  readonly wanted: readonly ScalingSeries[];
}

/** In this order; they share the time by their runs of a round. */
const PARTS: readonly {
  readonly of: readonly ScalingSeries[];
  readonly runs: (plan: Plan) => number;
  readonly measure: (plan: Plan, seconds: number) => Promise<Part | null>;
}[] = [
  // One more, as the first finds how many hours a run may have.
  { of: ["workers", "batches"], runs: (plan) => shapesOf(plan).length + 1, measure: measureSimulation },
  { of: ["data-path"], runs: ({ workers }) => workers.length, measure: measureDataPath },
];

/** Throws Interrupted where nothing was finished. */
export async function measureScaling(options: ScalingOptions): Promise<Findings> {
  const wanted = SCALING_SERIES.filter((name) => options.series?.includes(name) ?? true);
  const sizes = SIZES[options.size];
  const { seconds = sizes.seconds, workers = sizes.workers, signal = new AbortController().signal } = options;
  const world = loadScenario(sizes.scenario, options.over);
  const plan: Plan = { ...sizes, seconds, workers, options, world, signal, wanted };
  const measured = PARTS.filter(({ of }) => of.some((name) => wanted.includes(name)));
  const startMs = performance.now();
  const parts: Part[] = [];
  for (const [at, { runs, measure }] of measured.entries()) {
    if (signal.aborted) break;
    const left = measured.slice(at).reduce((sum, part) => sum + part.runs(plan), 0);
    const spent = (performance.now() - startMs) / 1000;
    const found = await measure(plan, (Math.max(0, seconds - spent) * runs(plan)) / left);
    if (found !== null) parts.push(found);
  }
  if (parts.length === 0) throw new Interrupted("interrupted");
  const series = parts.flatMap((part) => part.series);
  return {
    settings: {
      series: wanted.join(","),
      scenario: sizes.scenario,
      seconds,
      workers: workers.join(","),
      ...chosenEngines(options.over),
    },
    measurements: parts.flatMap(({ measurements }) => measurements),
    comparisons: parts.flatMap(({ comparisons }) => comparisons),
    warnings: [
      ...(signal.aborted ? ["it was interrupted: these are the rounds that were finished by then"] : []),
      ...beyondCores(workers),
    ],
    details: { digests: Object.fromEntries(parts.map(({ name, digest }) => [name, digest])) },
    digest: mergedDigest(parts.map(({ digest }) => digest))!,
    parts: series.map(seriesPart),
  };
}

/** Workers at the default size of batch, and sizes of batch with one worker a core, in the same rounds. */
function shapesOf({ wanted, workers, batchEvents }: Plan): Shape[] {
  const all = [
    ...(wanted.includes("workers") ? workers.map((count) => [count, DEFAULT_BATCH_EVENTS] as const) : []),
    ...(wanted.includes("batches") ? batchEvents.map((size) => [availableParallelism(), size] as const) : []),
  ];
  const distinct = new Map(all.map(([count, size]) => [`${count} ${size}`, { workers: count, batchEvents: size }]));
  return [...distinct.values()];
}

/** So many rounds of runs that are long enough, and how long they are. */
function roundsIn(seconds: number, runs: number, { rounds: most, runSeconds: least }: Sizes) {
  const rounds = Math.max(1, Math.min(most, Math.floor(seconds / runs / least)));
  return { rounds, runSeconds: seconds / runs / rounds };
}

async function measureSimulation(plan: Plan, seconds: number): Promise<Part | null> {
  const { wanted, workers, batchEvents, world: scenario, signal, options } = plan;
  const { seed, onProgress, size } = options;
  const shapes = shapesOf(plan);
  const { rounds, runSeconds } = roundsIn((seconds * shapes.length) / (shapes.length + 1), shapes.length, plan);
  const usual = { scenario, seed, signal };
  const most = shapes.reduce((a, b) => (b.workers > a.workers ? b : a));
  onProgress(`a run of ${runSeconds.toFixed(1)} s that does not count`);
  // How many hours there are depends on the machine; these are the same for any.
  const decided = await cutRun({ ...usual, ...DECIDED_HOURS, ...most });
  const hours = await hoursIn(runSeconds, { ...usual, ...most });
  const group = `${hours.hours} hours after ${hours.warmupHours}`;
  const found = await measureShapes(shapes, { rounds, group, onProgress }, (shape) =>
    cutRun({ ...usual, ...hours, ...shape }),
  );
  if (found === null || decided === null) return null;
  const isOf = (shape: Shape): boolean => shape.batchEvents === DEFAULT_BATCH_EVENTS && workers.includes(shape.workers);
  const ofWorkers = wanted.includes("workers") ? pointsOver("workers", found.shapes, isOf) : [];
  const isOfBatches = (shape: Shape): boolean =>
    shape.workers === availableParallelism() && batchEvents.includes(shape.batchEvents);
  const ofBatches = wanted.includes("batches") ? pointsOver("batchEvents", found.shapes, isOfBatches) : [];
  return {
    name: "simulation",
    series: [
      ...(ofWorkers.length > 0 ? [seriesOf("workers", "proportional", ofWorkers[0]!.x, ofWorkers)] : []),
      ...(ofBatches.length > 0 ? [seriesOf("events a batch", "flat", DEFAULT_BATCH_EVENTS, ofBatches)] : []),
    ],
    measurements: found.shapes.map(({ measurement }) => measurement),
    comparisons: twoWithOne("2 workers: 1 worker", ofWorkers, size === "full" ? TWO_WORKERS_TARGET : null),
    digest: decided.digest,
  };
}

const DECIDED_HOURS = { warmupHours: 2, hours: 4 };

async function measureDataPath(plan: Plan, seconds: number): Promise<Part | null> {
  const { workers, world: scenario, signal, options } = plan;
  const { seed, onProgress } = options;
  const shapes = workers.map((count): Shape => ({ workers: count, batchEvents: DEFAULT_BATCH_EVENTS }));
  const { rounds, runSeconds } = roundsIn(seconds, shapes.length, plan);
  const settings = { rounds, group: "data path alone", suffix: ", data path", onProgress };
  const found = await measureShapes(shapes, settings, (shape) =>
    runDataPath({ scenario, seed, signal, seconds: runSeconds, ...shape }),
  );
  if (found === null) return null;
  const points = pointsOver("workers", found.shapes);
  return {
    name: "data-path",
    series: [seriesOf("workers, data path", "proportional", points[0]!.x, points)],
    measurements: points.map(({ measurement }) => measurement),
    comparisons: twoWithOne("2 workers: 1 worker, data path alone", points, null),
    digest: found.digest,
  };
}

function twoWithOne(name: string, workers: readonly MeasuredPoint[], target: Target | null): Comparison[] {
  const [one, two] = [1, 2].map((count) => workers.find(({ x }) => x === count));
  if (!one || !two) return [];
  return [compareInRounds(name, two.measurement, one.measurement, target)];
}

function beyondCores(workers: readonly number[]): string[] {
  const words = beyondCoresWords(Math.max(...workers), availableParallelism());
  return words === null ? [] : [`${words}, and the ideal line is out of reach`];
}
