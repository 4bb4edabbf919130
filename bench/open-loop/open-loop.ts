/**
 * `ringfence bench open-loop`: how long events take when they come at their own pace. They are due at constant or
 * Poisson times, whatever becomes of those before them, and the response time of each counts from when it was due. At a
 * given rate, or at the highest that keeps an objective (`--max --slo "p99<20ms"`).
 *
 * Rounds repeat the same events and arrivals, so that verdicts can be compared and an interval tells of the machine;
 * for other arrivals, take another seed. Not measured: start-up, and a warm-up before each round.
 */
import { availableParallelism } from "node:os";
import { RingfenceError } from "../../src/core/errors.ts";
import { counted, formatCount } from "../../src/ui/format.ts";
import type { ClassifierSettings } from "../../src/detect/classifier/weights.ts";
import type { BenchOptions, Findings } from "../harness/bench.ts";
import { chosenEngines, chosenModel } from "../harness/chosen-engines.ts";
import { measurementOf } from "../harness/measurement.ts";
import type { ArrivalKind } from "../harness/latency/arrivals.ts";
import { type Conditions, checkFeasible, checkOffered, feasibleFrom, whyNotBelow } from "./feasibility.ts";
import { describeRun, latenciesOf, latencyMeasurements, meets, type RunPoint } from "./findings.ts";
import { DEFAULT_OBJECTIVE, type Objective, parseObjective } from "../harness/latency/objective.ts";
import { searchRate } from "../harness/latency/rate-search.ts";
import { ratesPart, spectrumPart } from "./parts.ts";
import { type Run, SystemUnderLoad } from "./system-under-load.ts";
import { type RecordedFile, readRecorded, recordedEvents, recordedTables } from "../harness/recorded.ts";
import { makeTraffic } from "../harness/latency/traffic.ts";
import { generatorLagged, problemsOf, verdictOf, worstLagMs } from "./validity.ts";

export interface OpenLoopOptions extends BenchOptions {
  readonly arrivals: ArrivalKind;
  /** Events a second; with `max`, where the search begins. Left out, like all below: as the size has it. */
  readonly rate?: number;
  readonly seconds?: number;
  readonly workers?: number;
  readonly batch?: number;
  readonly lingerMs?: number;
  /** The generator's own lag at p99 from which a run is invalid. */
  readonly maxLagMs?: number;
  readonly max?: boolean;
  readonly slo?: string;
  readonly classifier?: ClassifierSettings | undefined;
  /** Offered in place of made-up events, again and again, screened with the user's lists. */
  readonly recorded?: RecordedFile | undefined;
  /** Makes the generator too slow, for a test of what is said then. */
  readonly generatorPauseMs?: number;
}

const SIZES = {
  full: {
    ratePerSecond: 50_000,
    seconds: 10,
    warmUpSeconds: 2,
    rounds: 6,
    /** Of the search: its probes, and how near it comes. */
    probeSeconds: 2,
    probeWarmUpSeconds: 0.5,
    precision: 1.03,
    preparedEvents: 65_536,
    templates: 1000,
    listed: 1_000_000,
  },
  smoke: {
    ratePerSecond: 5000,
    seconds: 0.1,
    warmUpSeconds: 0.05,
    rounds: 2,
    probeSeconds: 0.05,
    probeWarmUpSeconds: 0.02,
    precision: 4,
    preparedEvents: 1024,
    templates: 100,
    listed: 10_000,
  },
} as const;

/** Small enough to be screened in a few milliseconds, large enough for a batch to cost little beside its events. */
const DEFAULT_BATCH = 512;
const DEFAULT_LINGER_MS = 1;
const DEFAULT_MAX_LAG_MS = 2;

export async function measureOpenLoop(options: OpenLoopOptions): Promise<Findings> {
  const { size, seed, onProgress, arrivals, classifier, lingerMs = DEFAULT_LINGER_MS } = options;
  const { maxLagMs = DEFAULT_MAX_LAG_MS, generatorPauseMs = 0 } = options;
  const model = chosenModel(options.over);
  const sized = SIZES[size];
  const engines = chosenEngines(options.over);
  const settings = {
    ...sized,
    blocklist: engines.blocklist,
    matcher: engines.matcher,
    model,
    ratePerSecond: options.rate ?? sized.ratePerSecond,
    seconds: options.seconds ?? sized.seconds,
    arrivals,
    // The generator has a core to itself where there are two.
    workers: options.workers ?? Math.max(1, availableParallelism() - 1),
    batchEvents: options.batch ?? DEFAULT_BATCH,
    lingerMs,
    maxLagMs,
    slo: options.slo ?? (options.max ? DEFAULT_OBJECTIVE : null),
    max: options.max ?? false,
  };
  const objective = settings.slo === null ? null : parseObjective(settings.slo);
  const seconds = settings.max ? Math.min(settings.probeSeconds, settings.seconds) : settings.seconds;
  const conditions = { ...settings, seconds };
  if (objective !== null) checkFeasible(objective, settings.ratePerSecond, conditions);
  if (!settings.max) checkOffered({ ...settings, seed });

  onProgress("the tables and the threads");
  const recorded = options.recorded === undefined ? null : await readRecorded(options.recorded, size);
  const traffic =
    recorded === null
      ? makeTraffic({ ...settings, seed, events: settings.preparedEvents, engines, classifier, model })
      : {
          events: recordedEvents(recorded).handle,
          tables: recordedTables(recorded, engines, { classifier, model }),
        };
  const system = await SystemUnderLoad.start({ ...settings, traffic });
  const bench = new OpenLoopBench(system, { ...settings, seed, generatorPauseMs, onProgress });
  try {
    const found = options.max
      ? await measureHighestRate(bench, objective!, settings.ratePerSecond, conditions)
      : await measureRate(bench, settings.ratePerSecond, objective);
    return {
      ...found,
      settings:
        recorded === null ? settings : { ...settings, preparedEvents: recorded.rows.length, ...recorded.settings },
      warnings: [
        ...(recorded === null ? [] : [...recorded.remarks, WITHOUT_PAST]),
        ...crowdWarnings(settings.workers),
        ...(found.warnings ?? []),
      ],
    };
  } finally {
    await system.close();
  }
}

const WITHOUT_PAST =
  "recorded rows come at the rate asked for, not at their own times, again and again: so behaviour, which needs a past, is off";

function crowdWarnings(workers: number): string[] {
  const cores = availableParallelism();
  if (workers + 1 <= cores) return [];
  return [`${workers} screening threads and the generator share ${cores} cores: it may lag because of them`];
}

interface RunSettings {
  readonly arrivals: ArrivalKind;
  readonly seed: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly rounds: number;
  readonly probeSeconds: number;
  readonly probeWarmUpSeconds: number;
  readonly precision: number;
  readonly lingerMs: number;
  readonly maxLagMs: number;
  readonly generatorPauseMs: number;
  readonly onProgress: (what: string) => void;
}

/** Runs of one system, all with the same settings but the rate. */
class OpenLoopBench {
  readonly settings: RunSettings;
  readonly #system: SystemUnderLoad;

  constructor(system: SystemUnderLoad, settings: RunSettings) {
    this.#system = system;
    this.settings = settings;
  }

  /** Rounds at a rate, until one fails. Throws RingfenceError "invariant" when their verdicts differ. */
  async rounds(ratePerSecond: number, goesOn: (run: Run) => boolean): Promise<Run[]> {
    const { rounds, seconds, warmUpSeconds, onProgress } = this.settings;
    const runs: Run[] = [];
    while (runs.length < rounds && (runs.length === 0 || goesOn(runs.at(-1)!))) {
      onProgress(`${ratePerSecond} events/s, round ${runs.length + 1} of ${rounds}`);
      runs.push(await this.#run(ratePerSecond, seconds, warmUpSeconds));
    }
    const digests = new Set(runs.filter(({ complete }) => complete).map(({ digest }) => digest));
    if (digests.size > 1) {
      throw new RingfenceError("invariant", `the same events got other verdicts: digests ${[...digests].join(", ")}`);
    }
    return runs;
  }

  async probe(ratePerSecond: number): Promise<Run> {
    const { probeSeconds, probeWarmUpSeconds, onProgress } = this.settings;
    onProgress(`${ratePerSecond} events/s, for ${probeSeconds} s`);
    return this.#run(ratePerSecond, probeSeconds, probeWarmUpSeconds);
  }

  #run(ratePerSecond: number, seconds: number, warmUpSeconds: number): Promise<Run> {
    const { arrivals, seed, lingerMs, generatorPauseMs } = this.settings;
    const [warmUpMs, measuredMs] = [warmUpSeconds * 1000, seconds * 1000];
    return this.#system.run({ arrivals, ratePerSecond, seed, warmUpMs, measuredMs, lingerMs, generatorPauseMs });
  }
}

type Found = Omit<Findings, "settings">;

async function measureRate(bench: OpenLoopBench, rate: number, objective: Objective | null): Promise<Found> {
  // A rate that is too high once is too high six times.
  const runs = await bench.rounds(rate, ({ complete }) => complete);
  const missed = objective === null ? 0 : runs.filter((run) => !meets(run, objective)).length;
  const words = missed > 0 ? `${objective!.text} was missed in ${missed} of ${runs.length} rounds` : null;
  const { maxLagMs } = bench.settings;
  return {
    ...foundInRounds(runs, maxLagMs),
    ...digestOf(runs),
    warnings: words === null ? [] : [words],
    missed: words,
    ...shown(
      runs,
      runs.map((run) => describeRun(run, maxLagMs, objective)),
    ),
  };
}

function foundInRounds(runs: readonly Run[], maxLagMs: number): Found {
  return { measurements: latencyMeasurements(runs), comparisons: [], problems: problemsOf(runs, maxLagMs) };
}

function digestOf(runs: readonly Run[]): Pick<Findings, "digest"> {
  const digest = runs.find(({ complete }) => complete)?.digest;
  return digest === undefined ? {} : { digest };
}

/** Histograms of rounds, if there are any, and the rates that were tried. */
function shown(rounds: readonly Run[], points: readonly RunPoint[], highest: number | null = null) {
  const all = latenciesOf(rounds);
  const encoded = Object.entries(all).map(([name, histogram]) => [
    name,
    { unit: "us", count: histogram.count, ...histogram.encode() },
  ]);
  return {
    parts: [
      ...(rounds.length > 0 ? [spectrumPart(all)] : []),
      ...(points.length > 0 ? [ratesPart(points, highest)] : []),
    ],
    details: { ...(rounds.length > 0 ? Object.fromEntries(encoded) : {}), points: [...points] } as Findings["details"] &
      object,
  };
}

async function measureHighestRate(
  bench: OpenLoopBench,
  objective: Objective,
  startRate: number,
  conditions: Conditions,
): Promise<Found> {
  const { maxLagMs, rounds, precision } = bench.settings;
  const lowestRate = feasibleFrom(objective, conditions);
  const holds = (run: Run): boolean => verdictOf(run, maxLagMs) === "valid" && meets(run, objective);
  let confirmed: Run[] = [];
  const tried: Run[] = [];
  const points: RunPoint[] = [];
  const note = (run: Run, round?: number): Run => {
    tried.push(run);
    points.push(describeRun(run, maxLagMs, objective, round));
    return run;
  };
  const search = await searchRate<Run>({
    startRate,
    lowestRate,
    precision,
    probe: async (rate) => note(await bench.probe(rate)),
    holds,
    confirm: async (rate) => {
      confirmed = await bench.rounds(rate, holds);
      for (const [index, run] of confirmed.entries()) note(run, index + 1);
      return confirmed.length === rounds && confirmed.every(holds);
    },
  });
  const highest = search.ratePerSecond;
  if (highest === null) {
    return {
      ...nothingHeld(search.probes, whyUnconfirmed(tried, objective, conditions, maxLagMs)),
      ...shown([], points),
    };
  }
  const found = foundInRounds(confirmed, maxLagMs);
  const highestRate = measurementOf({
    name: `highest rate with ${objective.text}`,
    group: "sustained",
    unit: "events/s",
    better: "higher",
    samples: [highest],
    n: confirmed.reduce((sum, { response }) => sum + response.count, 0),
    // A search is one sample, however often the rate that it found was measured afterwards.
    notes: [`one search, counted as one round; the rate then held in ${confirmed.length} rounds, described below`],
  });
  return {
    ...found,
    // The rate found decides how many events there were: two results have the first probe alone in common.
    ...digestOf(search.probes.slice(0, 1)),
    measurements: [highestRate, ...found.measurements],
    warnings: limitWarnings(tried, highest, maxLagMs),
    ...shown(confirmed, points, highest),
  };
}

/** No figure is left then but the probes, and a result needs one: the lowest rate that was tried. */
function nothingHeld(probes: readonly Run[], why: readonly string[]): Found {
  const lowest = probes.toSorted((a, b) => a.load.ratePerSecond - b.load.ratePerSecond)[0]!;
  const rate = formatCount(lowest.load.ratePerSecond);
  return {
    measurements: latencyMeasurements([lowest]),
    comparisons: [],
    problems: [...why, `the latencies are of a probe at ${rate} events/s, the lowest rate that was probed`],
  };
}

/** Whose fault it was, at how many of the rates that were tried. */
function whyUnconfirmed(
  tried: readonly Run[],
  objective: Objective,
  conditions: Conditions,
  maxLagMs: number,
): string[] {
  const { text } = objective;
  const lagged = tried.filter((run) => verdictOf(run, maxLagMs) === "lagged");
  const saturated = tried.filter((run) => verdictOf(run, maxLagMs) === "saturated");
  const missed = tried.filter((run) => verdictOf(run, maxLagMs) === "valid" && !meets(run, objective));
  const reasons: readonly (readonly [runs: readonly Run[], words: () => string])[] = [
    [
      lagged,
      () =>
        `the generator lagged at ${ratesOf(lagged)}, by up to ${worstLagMs(lagged)} ms at p99, where ${maxLagMs} ms are allowed (--max-lag-ms)`,
    ],
    [saturated, () => `the system fell behind at ${ratesOf(saturated)}`],
    [missed, () => `${text} was missed at ${ratesOf(missed)}`],
  ];
  const said = reasons.flatMap(([runs, words]) => (runs.length === 0 ? [] : [words()]));
  const lowest = Math.min(...tried.map(({ load }) => load.ratePerSecond));
  const isAtEnd = lowest / 2 < feasibleFrom(objective, conditions);
  return [
    `no rate was confirmed to hold ${text}, of ${ratesOf(tried)} tried: ${said.join("; ")}`,
    ...(isAtEnd
      ? [`no rate below ${formatCount(lowest)} events/s was tried: ${whyNotBelow(objective, conditions)}`]
      : []),
  ];
}

function ratesOf(runs: readonly Run[]): string {
  return counted(new Set(runs.map(({ load }) => load.ratePerSecond)).size, "rate");
}

/** Where the generator gave up first, the rate found is its own. */
function limitWarnings(tried: readonly Run[], highest: number, maxLagMs: number): string[] {
  const above = tried.filter(({ load }) => load.ratePerSecond > highest);
  const lagged = above.filter((run) => generatorLagged(run, maxLagMs)).length;
  if (lagged === 0) return [];
  return [
    `the generator lagged in ${lagged} of ${above.length} probes and rounds above the rate found: the system may sustain more`,
  ];
}
