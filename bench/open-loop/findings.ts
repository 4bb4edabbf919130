/** What runs under load say: measurements with a sample a round, and histograms of all rounds. */
import { formatCount } from "../../src/ui/format.ts";
import { LatencyHistogram } from "../harness/latency/latency-histogram.ts";
import { type Objective, readObjective } from "../harness/latency/objective.ts";
import { type Measurement, measurementOf } from "../harness/measurement.ts";
import type { Run } from "./system-under-load.ts";
import { type Verdict, verdictOf } from "./validity.ts";

const RESPONSE = "response time, from when an event was due";
const SERVICE = "service time, from when work on its batch began";

export function latencyMeasurements(runs: readonly Run[]): Measurement[] {
  const [first] = runs as [Run];
  const n = Math.max(1, first.response.count);
  const latency = (name: string, group: string, read: (run: Run) => number, diagnostic = false): Measurement =>
    measurementOf({ name, group, unit: "us", better: "lower", samples: runs.map(read), n, diagnostic });
  return [
    ...[50, 90, 99, 99.9].map((percentile) =>
      latency(`response p${percentile}`, RESPONSE, (run) => run.response.percentileUs(percentile)),
    ),
    latency("response max", RESPONSE, (run) => run.response.maxUs),
    ...[50, 99].map((percentile) =>
      latency(`service p${percentile}`, SERVICE, (run) => run.service.percentileUs(percentile)),
    ),
    // The bench's own, not the system's.
    latency("generator lag p99", "generator", (run) => run.lag.percentileUs(99), true),
    measurementOf({
      name: "achieved",
      group: `offered: ${formatCount(first.load.ratePerSecond)} events/s, ${first.load.arrivals} arrivals`,
      unit: "events/s",
      better: "higher",
      samples: runs.map(achievedPerSecond),
      n: Math.max(1, first.offered),
      notes: drawnNote(first),
    }),
  ];
}

/** Poisson arrivals are drawn, alike in every round: they may be more than the rate, and so may what was achieved. */
function drawnNote({ offered, load: { arrivals, ratePerSecond, measuredMs } }: Run): string[] {
  const expected = Math.round((ratePerSecond * measuredMs) / 1000);
  if (arrivals !== "poisson" || offered === expected) return [];
  return [`arrivals are drawn: ${formatCount(offered)} fell due in a round, of ${formatCount(expected)} on average`];
}

function achievedPerSecond({ completedInTime, load }: Run): number {
  return (completedInTime * 1000) / load.measuredMs;
}

/** A run at one rate, in microseconds: a round, or a probe. */
export type RunPoint = ReturnType<typeof figuresOf> & {
  readonly verdict: Verdict;
  /** Left out without an objective. */
  readonly meets?: boolean;
  /** Of a round to confirm a rate, counted from 1; a probe has none. */
  readonly round?: number;
};

export function describeRun(run: Run, maxLagMs: number, objective: Objective | null, round?: number): RunPoint {
  return {
    ...figuresOf(run),
    verdict: verdictOf(run, maxLagMs),
    ...(objective === null ? {} : { meets: meets(run, objective) }),
    ...(round === undefined ? {} : { round }),
  };
}

function figuresOf(run: Run) {
  const { load, offered, response, service, lag } = run;
  return {
    ratePerSecond: load.ratePerSecond,
    offered,
    achievedPerSecond: achievedPerSecond(run),
    responseUs: {
      p50: response.percentileUs(50),
      p90: response.percentileUs(90),
      p99: response.percentileUs(99),
      p999: response.percentileUs(99.9),
      max: response.maxUs,
    },
    serviceUs: { p50: service.percentileUs(50), p99: service.percentileUs(99) },
    lagUs: { p50: lag.percentileUs(50), p99: lag.percentileUs(99), max: lag.maxUs },
  };
}

export function meets(run: Run, objective: Objective): boolean {
  return run.response.count > 0 && readObjective(objective, run.response) < objective.limitUs;
}

export function latenciesOf(runs: readonly Run[]) {
  const all = (key: "response" | "service" | "lag") => LatencyHistogram.sum(runs.map((run) => run[key]));
  return { response: all("response"), service: all("service"), lag: all("lag") };
}
