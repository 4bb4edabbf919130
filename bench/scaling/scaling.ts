/**
 * `ringfence bench scaling`: how speed holds up as workers, batches, templates and blocklist entries grow, against the
 * line on which nothing would be lost: workers times what one does, and for the others no change at all. Workers twice:
 * in a run, and on the data path alone, where the main thread has next to nothing to do.
 */
import { availableParallelism } from "node:os";
import { DEFAULT_BATCH_EVENTS } from "../../src/engine/simulation-pool.ts";
import { RingfenceError } from "../../src/core/errors.ts";
import { beyondCoresWords } from "../../src/core/machine.ts";
import { counted } from "../../src/ui/format.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import type { BenchOptions, Findings } from "../harness/bench.ts";
import { chosenEngines, engineSettings } from "../harness/chosen-engines.ts";
import { type Comparison, type Measurement, type Target, compareInRounds } from "../harness/measurement.ts";
import { mergedDigest } from "../harness/merged-digest.ts";
import type { BenchSize } from "../harness/result.ts";
import { cutRun } from "./cut-run.ts";
import { runDataPath } from "./data-path.ts";
import { type MeasuredPoint, type Series, seriesOf } from "./ideal-line.ts";
import { measureShapes, pointsOver } from "./shape-series.ts";
import type { Shape } from "./shaped-run.ts";
import { type MeasuredTables, measureEntries, measureTemplates } from "./table-series.ts";

export const SCALING_SERIES = ["workers", "data-path", "batches", "templates", "entries"] as const;
type ScalingSeries = (typeof SCALING_SERIES)[number];

export interface ScalingOptions extends BenchOptions {
  /** Without any, all. */
  readonly series?: readonly ScalingSeries[];
  readonly rounds?: number;
  /** Counts of workers; by default one, and so on to one a core. */
  readonly workers?: readonly number[];
  /** Measured of each run of the simulation. */
  readonly hours?: number;
}

interface Sizes {
  readonly rounds: number;
  readonly scenario: string;
  readonly warmupHours: number;
  readonly hours: number;
  readonly workers: readonly number[];
  /** Over two hours of the data path. */
  readonly warmUpPasses: number;
  readonly passes: number;
  readonly batchEvents: readonly number[];
  readonly templates: readonly number[];
  readonly messages: number;
  readonly handSize: number;
  readonly entries: readonly number[];
  readonly timeMs: number;
}

const SIZES: Readonly<Record<BenchSize, Sizes>> = {
  full: {
    rounds: 6,
    scenario: "platform-2020",
    // V8 compiles for the first few seconds: a week is as many. Then whole days, as nights are quiet.
    warmupHours: 168,
    hours: 168,
    workers: Array.from({ length: availableParallelism() }, (_, i) => i + 1),
    warmUpPasses: 40,
    passes: 40,
    batchEvents: [512, 1024, 2048, 4096, 8192, 16_384],
    templates: [100, 1000, 10_000, 100_000],
    messages: 20_000,
    handSize: 100,
    entries: [100_000, 1_000_000, 10_000_000],
    timeMs: 250,
  },
  smoke: {
    rounds: 1,
    scenario: "smoke",
    warmupHours: 1,
    hours: 2,
    workers: [1, 2],
    warmUpPasses: 1,
    passes: 2,
    batchEvents: [DEFAULT_BATCH_EVENTS / 2, DEFAULT_BATCH_EVENTS],
    templates: [20, 200],
    messages: 100,
    handSize: 20,
    entries: [1000, 10_000],
    timeMs: 2,
  },
};

const TWO_WORKERS_TARGET = { atLeast: 1.7, aim: 1.95 };

interface Part {
  readonly name: string;
  readonly series: readonly Series[];
  readonly measurements: readonly Measurement[];
  readonly comparisons: readonly Comparison[];
  readonly warnings: readonly string[];
  readonly digest: string;
}

export async function measureScaling(options: ScalingOptions): Promise<Findings> {
  const sizes = applied(options);
  const isWanted = (name: ScalingSeries): boolean => !options.series || options.series.includes(name);
  if (options.over?.length && !["workers", "batches", "data-path"].some((name) => isWanted(name as ScalingSeries))) {
    throw new RingfenceError(
      "usage",
      "--settings, --set: only the series workers, batches and data-path run a scenario: measure one of them, or leave these out",
    );
  }
  const parts: Part[] = [];
  if (isWanted("workers") || isWanted("batches")) parts.push(await measureSimulation(options, sizes, isWanted));
  if (isWanted("data-path")) parts.push(await measureDataPath(options, sizes));
  const engines = chosenEngines(options);
  const tableSettings = { ...sizes, ...options, rounds: sizes.rounds, engines };
  if (isWanted("templates")) {
    parts.push(tablePart("templates", measureTemplates(sizes.templates, sizes, tableSettings)));
  }
  if (isWanted("entries")) parts.push(tablePart("entries", measureEntries(sizes.entries, tableSettings)));
  const { scenario, rounds, warmupHours, hours, warmUpPasses, passes, timeMs } = sizes;
  return {
    settings: {
      series: SCALING_SERIES.filter(isWanted).join(","),
      scenario,
      rounds,
      warmupHours,
      hours,
      warmUpPasses,
      passes,
      timeMs,
      workers: sizes.workers.join(","),
      ...engines,
    },
    measurements: parts.flatMap(({ measurements }) => measurements),
    comparisons: parts.flatMap(({ comparisons }) => comparisons),
    warnings: parts.flatMap(({ warnings }) => warnings),
    details: {
      series: parts.flatMap(({ series }) => series),
      digests: Object.fromEntries(parts.map(({ name, digest }) => [name, digest])),
    },
    digest: mergedDigest(parts.map(({ digest }) => digest))!,
  };
}

/** Workers at the default size of batch, and sizes of batch with one worker a core, in the same rounds. */
async function measureSimulation(
  options: ScalingOptions,
  sizes: Sizes,
  isWanted: (name: ScalingSeries) => boolean,
): Promise<Part> {
  const cores = availableParallelism();
  const ofWorkers = sizes.workers.map((workers): Shape => ({ workers, batchEvents: DEFAULT_BATCH_EVENTS }));
  const ofBatches = sizes.batchEvents.map((batchEvents): Shape => ({ workers: cores, batchEvents }));
  const wanted = [...(isWanted("workers") ? ofWorkers : []), ...(isWanted("batches") ? ofBatches : [])];
  const scenario = loadScenario(sizes.scenario, engineSettings(options));
  if (sizes.warmupHours + sizes.hours >= scenario.hours) {
    const most = scenario.hours - sizes.warmupHours - 1;
    throw new RingfenceError("usage", `--hours: ${scenario.name} has at most ${most} to measure, got ${sizes.hours}`);
  }
  const { seed, onProgress } = options;
  const { rounds, hours, warmupHours } = sizes;
  const group = `${counted(hours, "hour")} after ${warmupHours}`;
  const { shapes, digest } = await measureShapes(distinct(wanted), { rounds, group, onProgress }, (shape) =>
    cutRun({ scenario, seed, hours, warmupHours, ...shape }),
  );
  const workers = pointsOver("workers", shapes, (shape) => isWanted("workers") && isIn(ofWorkers, shape));
  const batches = pointsOver("batchEvents", shapes, (shape) => isWanted("batches") && isIn(ofBatches, shape));
  return {
    name: "simulation",
    series: [
      ...(workers.length > 0 ? [seriesOf("workers", "proportional", workers[0]!.x, workers)] : []),
      ...(batches.length > 0 ? [seriesOf("events a batch", "flat", DEFAULT_BATCH_EVENTS, batches)] : []),
    ],
    measurements: shapes.map(({ measurement }) => measurement),
    comparisons: compareTwoWithOne("2 workers: 1 worker", workers, options.size === "full" ? TWO_WORKERS_TARGET : null),
    warnings: beyondCores(sizes),
    digest,
  };
}

/** Workers on the data path alone. */
async function measureDataPath(options: ScalingOptions, sizes: Sizes): Promise<Part> {
  const { seed, onProgress } = options;
  const { rounds, warmUpPasses, passes } = sizes;
  const scenario = loadScenario(sizes.scenario, engineSettings(options));
  const shapes = sizes.workers.map((workers): Shape => ({ workers, batchEvents: DEFAULT_BATCH_EVENTS }));
  const settings = { rounds, group: "data path alone", suffix: ", data path", onProgress };
  const measured = await measureShapes(shapes, settings, (shape) =>
    runDataPath({ scenario, seed, warmUpPasses, passes, ...shape }),
  );
  const workers = pointsOver("workers", measured.shapes, () => true);
  return {
    name: "data-path",
    series: [seriesOf("workers, data path", "proportional", workers[0]!.x, workers)],
    measurements: workers.map(({ measurement }) => measurement),
    comparisons: compareTwoWithOne("2 workers: 1 worker, data path alone", workers, null),
    warnings: [],
    digest: measured.digest,
  };
}

function distinct(shapes: readonly Shape[]): Shape[] {
  return shapes.filter((shape, i) => shapes.findIndex((other) => isSame(shape, other)) === i);
}

function isIn(shapes: readonly Shape[], shape: Shape): boolean {
  return shapes.some((other) => isSame(shape, other));
}

function isSame(a: Shape, b: Shape): boolean {
  return a.workers === b.workers && a.batchEvents === b.batchEvents;
}

function compareTwoWithOne(name: string, workers: readonly MeasuredPoint[], target: Target | null): Comparison[] {
  const [one, two] = [1, 2].map((count) => workers.find(({ x }) => x === count));
  if (!one || !two) return [];
  return [compareInRounds(name, two.measurement, one.measurement, target)];
}

function beyondCores({ workers }: Sizes): string[] {
  const words = beyondCoresWords(Math.max(...workers), availableParallelism());
  return words === null ? [] : [`${words}, and the ideal line is out of reach`];
}

function tablePart(name: string, { points, digest }: MeasuredTables): Part {
  return {
    name,
    series: [seriesOf(name, "flat", points[0]!.x, points)],
    measurements: points.map(({ measurement }) => measurement),
    comparisons: [],
    warnings: [],
    digest,
  };
}

function applied({ size, rounds, workers, hours }: ScalingOptions): Sizes {
  const sizes = SIZES[size];
  return {
    ...sizes,
    rounds: rounds ?? sizes.rounds,
    workers: workers ?? sizes.workers,
    hours: hours ?? sizes.hours,
  };
}
