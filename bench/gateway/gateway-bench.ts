/**
 * `ringfence bench gateway`: how many events a second a gateway answers by HTTP with an objective kept, and what that
 * takes of a processor, beside a server that does nothing but HTTP and JSON. An open loop, on loopback, the generator
 * in a thread of its own. In each round every shape is offered to both servers in turn. Then, what loading a list does
 * to answers, and how soon a number is listed beside them.
 *
 * Not measured: start-up, the network, TLS.
 */
import { availableParallelism } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { WorkerPool } from "../../src/engine/pool/worker-pool.ts";
import { formatCount } from "../../src/report/format.ts";
import type { BenchOptions, Findings } from "../harness/bench.ts";
import type { ArrivalKind } from "../harness/latency/arrivals.ts";
import { LatencyHistogram } from "../harness/latency/latency-histogram.ts";
import { type Objective, parseObjective, readObjective } from "../harness/latency/objective.ts";
import { searchRate } from "../harness/latency/rate-search.ts";
import { compareInRounds, type Limit, type Measurement, measurementOf } from "../harness/measurement.ts";
import type { GatewayDetails, GatewayPoint, ReloadPoint, Throughput } from "./details.ts";
import { type Door, DOORS, type OpenDoors, openDoors } from "./doors.ts";
import type { ClientStart, Offer, Offered } from "./offer.ts";
import { makeTraffic, type Shape, SHAPES } from "./shapes.ts";

export interface GatewayBenchOptions extends BenchOptions {
  readonly arrivals: ArrivalKind;
  readonly slo?: string;
  readonly connections?: number;
  readonly rounds?: number;
  readonly seconds?: number;
  /** A file of settings, and single ones above it. */
  readonly settings?: string | undefined;
  readonly set?: readonly string[] | undefined;
}

const SIZES = {
  full: {
    rounds: 3,
    seconds: 1,
    warmUpSeconds: 0.2,
    prepared: 20_000,
    listed: 1_000_000,
    connections: 64,
    /** Where the search begins in the first round. */
    startRates: { "single events": 8000, "arrays of 100": 80_000, NDJSON: 80_000 },
    search: true,
    reloadSeconds: 3,
  },
  // No search: of so few events no percentile tells anything.
  smoke: {
    rounds: 1,
    seconds: 0.1,
    warmUpSeconds: 0.02,
    prepared: 500,
    listed: 100,
    connections: 4,
    startRates: { "single events": 500, "arrays of 100": 2000, NDJSON: 2000 },
    search: false,
    reloadSeconds: 0.1,
  },
} as const;

export const DEFAULT_GATEWAY_OBJECTIVE = "p99<10ms";
/** Sent as fast as they are answered, too. */
const NO_PAUSE = ["single events", "NDJSON"] as const satisfies readonly Shape[];
/** Streams that share the rate. */
const STREAMS = 4;
const LOWEST_RATE = 50;
const PRECISION = 1.1;
const STEP_FROM_KNOWN = 1.2;
const MAX_LAG_MS = 2;
const MIN_ACHIEVED = 0.99;

/** What the project set itself to reach, on two quiet cores. */
const HALF_OF_BARE = { atLeast: 0.5, aim: 0.5 };
const LINES_A_SECOND: Limit = { limit: 200_000, aim: 200_000 };
const ADDED_US: Limit = { limit: 12, aim: 12 };
const SLOWER_MS: Limit = { limit: 20, aim: 20 };
/** Single events a second, while a list is loaded. */
const EASY_RATE = 500;
const LISTED_MS: Limit = { limit: 200, aim: 20 };
const LISTED_EVERY_MS = 20;
const FIRST_LISTED = 18_600_000_000;

export async function measureGateway(options: GatewayBenchOptions): Promise<Findings> {
  const { size, seed, arrivals, onProgress } = options;
  const sized = SIZES[size];
  const settings = {
    slo: options.slo ?? DEFAULT_GATEWAY_OBJECTIVE,
    arrivals,
    rounds: options.rounds ?? sized.rounds,
    seconds: options.seconds ?? sized.seconds,
    connections: options.connections ?? sized.connections,
    streams: STREAMS,
    warmUpSeconds: sized.warmUpSeconds,
    preparedEvents: sized.prepared,
    listed: sized.listed,
    model: options.model ?? "starter",
  };
  const objective = parseObjective(settings.slo);
  onProgress("the servers and the thread");
  const traffic = makeTraffic(seed, sized.prepared, sized.listed);
  const doors = await openDoors({
    listed: traffic.listed,
    connections: settings.connections,
    settings: options.settings,
    set: [
      ...(options.set ?? []),
      ...(options.engine === undefined ? [] : [`templates.engine=${JSON.stringify(options.engine)}`]),
      ...(options.blocklistEngine === undefined ? [] : [`blocklist.engine=${JSON.stringify(options.blocklistEngine)}`]),
    ],
    model: options.model,
  });
  try {
    const client = await WorkerPool.start<Offer, Offered>({
      url: import.meta.resolve("#bench-worker/gateway/client-worker"),
      task: "offer",
      ping: "ping",
      workers: 1,
      workerData: { prepared: traffic.prepared } satisfies ClientStart,
    });
    try {
      const bench = new GatewayBench(doors, client, { ...settings, seed, objective, search: sized.search });
      const points: GatewayPoint[] = [];
      const throughputs: Throughput[] = [];
      for (let round = 0; round < settings.rounds; round++) {
        // Who comes first takes turns.
        const doorsInTurn = round % 2 === 0 ? DOORS : DOORS.toReversed();
        for (const shape of SHAPES) {
          for (const door of doorsInTurn) {
            onProgress(`${shape}, ${door}, round ${round + 1} of ${settings.rounds}`);
            const before = points.findLast((one) => one.shape === shape && one.door === door);
            points.push(await bench.point(door, shape, sized.startRates[shape], before?.ratePerSecond ?? null));
          }
        }
        for (const shape of NO_PAUSE) {
          for (const door of doorsInTurn) throughputs.push(await bench.throughput(door, shape));
        }
      }
      onProgress(`answers while a list of ${formatCount(sized.listed)} numbers is loaded`);
      const reloads: ReloadPoint[] = [];
      while (reloads.length < settings.rounds) reloads.push(await bench.reload(sized.reloadSeconds));
      return {
        settings,
        ...findingsOf({ points, throughputs, reloads }, { isFull: size === "full", slo: settings.slo }),
      };
    } finally {
      await client.close();
    }
  } finally {
    await doors.close();
  }
}

interface RunSettings {
  readonly arrivals: ArrivalKind;
  readonly seed: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly connections: number;
  readonly objective: Objective;
  readonly search: boolean;
}

interface Run extends Omit<Offered, "response" | "lag"> {
  readonly response: LatencyHistogram;
  readonly lag: LatencyHistogram;
  /** Of the server, in microseconds an event. */
  readonly processorUs: number | null;
}

interface RunAt extends Run {
  readonly ratePerSecond: number;
}

class GatewayBench {
  readonly #doors: OpenDoors;
  readonly #client: WorkerPool<Offer, Offered>;
  readonly #settings: RunSettings;

  constructor(doors: OpenDoors, client: WorkerPool<Offer, Offered>, settings: RunSettings) {
    this.#doors = doors;
    this.#client = client;
    this.#settings = settings;
  }

  /** The highest rate that keeps the objective; at smoke size, one run at `startRate`. `known`: of another round. */
  async point(door: Door, shape: Shape, startRate: number, known: number | null): Promise<GatewayPoint> {
    const { search, seconds, objective } = this.#settings;
    if (!search) return pointOf(door, shape, await this.#runAt(door, shape, startRate, seconds), true);
    const holds = (run: RunAt): boolean => isValid(run) && readObjective(objective, run.response) < objective.limitUs;
    let confirmed: RunAt | null = null;
    const { probes } = await searchRate<RunAt>({
      startRate: known ?? startRate,
      ...(known === null ? {} : { step: STEP_FROM_KNOWN }),
      lowestRate: LOWEST_RATE,
      precision: PRECISION,
      probe: (rate) => this.#runAt(door, shape, rate, seconds / 2),
      holds,
      tellsNothing: (run) => run.lag.percentileUs(99) > MAX_LAG_MS * 1000,
      confirm: async (rate) => {
        confirmed = await this.#runAt(door, shape, rate, seconds);
        return holds(confirmed);
      },
    });
    const isHeld = confirmed !== null && holds(confirmed);
    return pointOf(door, shape, isHeld ? confirmed! : probes.at(-1)!, isHeld);
  }

  /**
   * Single events at an easy rate: the slowest of them, with nothing else to do, while the list is loaded, and while
   * numbers are listed.
   */
  async reload(forSeconds: number): Promise<ReloadPoint> {
    const run = (): Promise<Run> => this.#run("gateway", "single events", EASY_RATE, forSeconds);
    const quiet = await run();
    const loading = { isOver: false, reloads: 0 };
    const load = async (): Promise<void> => {
      do {
        await this.#doors.reload();
        loading.reloads++;
      } while (!loading.isOver);
    };
    const [meanwhile] = await Promise.all([run().finally(() => (loading.isOver = true)), load()]);
    const listing = { isOver: false };
    const listedMs: number[] = [];
    const list = async (): Promise<void> => {
      do {
        listedMs.push(await this.#doors.list(FIRST_LISTED + listedMs.length));
        await wait(LISTED_EVERY_MS);
      } while (!listing.isOver);
    };
    const [listed] = await Promise.all([run().finally(() => (listing.isOver = true)), list()]);
    return {
      reloads: loading.reloads,
      ratePerSecond: EASY_RATE,
      offered: meanwhile.offered,
      quietMaxUs: quiet.response.maxUs,
      reloadMaxUs: meanwhile.response.maxUs,
      reloadP99Us: meanwhile.response.percentileUs(99),
      listingMaxUs: listed.response.maxUs,
      listedMs,
    };
  }

  /** Events that are sent as fast as they are answered. */
  async throughput(door: Door, shape: Shape): Promise<Throughput> {
    const { seconds } = this.#settings;
    const { answered, processorUs } = await this.#run(door, shape, null, seconds);
    return { door, shape, eventsPerSecond: Math.max(1, answered / seconds), processorUs };
  }

  async #runAt(door: Door, shape: Shape, ratePerSecond: number, seconds: number): Promise<RunAt> {
    return { ...(await this.#run(door, shape, ratePerSecond, seconds)), ratePerSecond };
  }

  async #run(door: Door, shape: Shape, ratePerSecond: number | null, seconds: number): Promise<Run> {
    const { arrivals, seed, warmUpSeconds, connections } = this.#settings;
    const before = process.cpuUsage();
    const { response, lag, ...offered } = await this.#client.run({
      port: this.#doors.ports[door],
      shape,
      ratePerSecond,
      arrivals,
      seed,
      warmUpMs: warmUpSeconds * 1000,
      measuredMs: seconds * 1000,
      connections: shape === "NDJSON" ? STREAMS : connections,
    });
    const { user, system } = process.cpuUsage(before);
    const { clientMs, sent } = offered;
    return {
      ...offered,
      response: LatencyHistogram.decode(response),
      lag: LatencyHistogram.decode(lag),
      processorUs: clientMs === null ? null : Math.max(0, user + system - clientMs * 1000) / Math.max(1, sent),
    };
  }
}

/** Whether the generator kept to its schedule, and the server to its pace. */
function isValid({ lag, completedInTime, offered }: Run): boolean {
  return lag.percentileUs(99) <= MAX_LAG_MS * 1000 && offered > 0 && completedInTime >= MIN_ACHIEVED * offered;
}

function pointOf(door: Door, shape: Shape, run: RunAt, isHeld: boolean): GatewayPoint {
  const { ratePerSecond, offered, response, lag, processorUs } = run;
  return {
    door,
    shape,
    ratePerSecond,
    offered,
    isHeld,
    responseUs: { p50: response.percentileUs(50), p99: response.percentileUs(99), max: response.maxUs },
    lagUs: { p99: lag.percentileUs(99) },
    processorUs,
  };
}

interface About {
  readonly isFull: boolean;
  readonly slo: string;
}

function findingsOf(
  { points, throughputs, reloads }: GatewayDetails,
  { isFull, slo }: About,
): Omit<Findings, "settings"> {
  const of = (door: Door, shape: Shape): GatewayPoint[] =>
    points.filter((one) => one.door === door && one.shape === shape);
  const limit = (one: Limit): Limit | null => (isFull ? one : null);
  const rates = (door: Door, shape: Shape): Measurement =>
    measurementOf({
      name: `${door}, ${shape}`,
      group: `events a second with ${slo}`,
      unit: "events/s",
      better: "higher",
      samples: of(door, shape).map(({ ratePerSecond }) => ratePerSecond),
      n: of(door, shape).reduce((sum, { offered }) => sum + offered, 0),
      doubt: doubtOf(of(door, shape), slo),
    });
  const throughputsOf = (door: Door, shape: Shape): Throughput[] =>
    throughputs.filter((one) => one.door === door && one.shape === shape);
  const throughput = (door: Door, shape: Shape): Measurement => {
    const samples = throughputsOf(door, shape).map(({ eventsPerSecond }) => eventsPerSecond);
    return measurementOf({
      name: `${door}, ${shape} without a pause`,
      group: "events a second, sent as fast as they are answered",
      unit: "events/s",
      better: "higher",
      samples,
      n: samples.length,
      target: door === "gateway" && shape === "NDJSON" ? limit(LINES_A_SECOND) : null,
    });
  };
  const busy = (shape: Shape): Measurement[] => {
    const [ours, bare] = DOORS.map((door) => throughputsOf(door, shape).map(({ processorUs }) => processorUs));
    const group = "processor time an event, without a pause";
    const added = ours!.map((us, round) => (us === null ? null : us - bare![round]!));
    return [
      ...processorOf(group, `gateway, ${shape}: processor`, ours!),
      ...processorOf(group, `bare server, ${shape}: processor`, bare!),
      ...processorOf(group, `what the gateway adds, ${shape}`, added, shape === "NDJSON" ? null : limit(ADDED_US)),
    ];
  };
  // No two of these compare well: who has time to wait in between takes more an event.
  const atItsRate = (shape: Shape): Measurement[] =>
    DOORS.flatMap((door) => {
      const samples = of(door, shape).map(({ processorUs }) => processorUs);
      return processorOf("processor time an event, at the rates above", `${door}, ${shape}: at its rate`, samples);
    });
  const slowest = (name: string, read: (one: ReloadPoint) => number, target: Limit | null = null): Measurement =>
    measurementOf({
      name,
      group: `slowest of single events, ${EASY_RATE} a second`,
      unit: "ms",
      better: "lower",
      samples: reloads.map((one) => read(one) / 1000),
      n: reloads[0]!.offered,
      target,
    });
  const measured = SHAPES.map((shape) => ({ shape, both: DOORS.map((door) => rates(door, shape)) }));
  const cores = availableParallelism();
  return {
    measurements: [
      ...measured.flatMap(({ both }) => both),
      ...NO_PAUSE.flatMap((shape) => DOORS.map((door) => throughput(door, shape))),
      ...NO_PAUSE.flatMap(busy),
      ...SHAPES.flatMap(atItsRate),
      slowest("with nothing else to do", ({ quietMaxUs }) => quietMaxUs),
      slowest("while the list is loaded", ({ reloadMaxUs }) => reloadMaxUs),
      slowest(
        "what a load adds to the slowest",
        ({ quietMaxUs, reloadMaxUs }) => Math.max(0, reloadMaxUs - quietMaxUs),
        limit(SLOWER_MS),
      ),
      slowest("while numbers are listed", ({ listingMaxUs }) => listingMaxUs),
      measurementOf({
        name: "slowest answer to POST /v1/list",
        group: `listings, one by one, beside ${EASY_RATE} events a second`,
        unit: "ms",
        better: "lower",
        samples: reloads.map(({ listedMs }) => Math.max(...listedMs)),
        n: reloads.reduce((sum, { listedMs }) => sum + listedMs.length, 0),
        target: limit(LISTED_MS),
      }),
    ],
    comparisons: [
      ...measured.map(({ shape, both: [ours, bare] }) =>
        compareInRounds(
          `${shape}: gateway against bare server`,
          ours!,
          bare!,
          isFull && shape === "single events" ? HALF_OF_BARE : null,
        ),
      ),
      ...NO_PAUSE.map((shape) => {
        const [ours, bare] = DOORS.map((door) => throughput(door, shape));
        return compareInRounds(`${shape} without a pause: gateway against bare server`, ours!, bare!, null);
      }),
    ],
    warnings: [
      ...(cores < 2 ? [`the servers and the generator share ${formatCount(cores)} core: both are slower for it`] : []),
      ...(points.some(({ processorUs }) => processorUs === null)
        ? ["this system does not tell what a thread takes of a processor: processor time is left out"]
        : []),
    ],
    details: { points: [...points], throughputs: [...throughputs], reloads: [...reloads] },
  };
}

/** Where no rate was held: whether that was the generator, or the server. */
function doubtOf(points: readonly GatewayPoint[], slo: string): string | null {
  if (points.every(({ isHeld }) => isHeld)) return null;
  const lagMs = Math.max(...points.filter(({ isHeld }) => !isHeld).map(({ lagUs }) => lagUs.p99 / 1000));
  if (lagMs > MAX_LAG_MS) {
    return `the generator lagged, by ${lagMs.toFixed(1)} ms at p99 of ${MAX_LAG_MS} allowed: close what else runs here`;
  }
  return `no rate was found that keeps ${slo} in each round`;
}

/** One measurement, where the system tells. */
function processorOf(
  group: string,
  name: string,
  found: readonly (number | null)[],
  target: Limit | null = null,
): Measurement[] {
  const samples = found.filter((us) => us !== null);
  if (samples.length < found.length) return [];
  return [measurementOf({ group, name, unit: "us", better: "lower", samples, n: samples.length, target })];
}
