/** What runs under load say: measurements with a sample a round, and histograms of all rounds for charts. */
import { formatCount } from "../../src/ui/format.ts";
import { type Measurement, measurementOf } from "../harness/measurement.ts";
import { LatencyHistogram } from "../harness/latency/latency-histogram.ts";
import type { Distribution, Latencies, RunPoint } from "./details.ts";
import type { Run } from "./system-under-load.ts";
import type { Verdict } from "./validity.ts";

const RESPONSE = "response time, from when an event was due";
const SERVICE = "service time, from when work on its batch began";

export function latencyMeasurements(runs: readonly Run[]): Measurement[] {
  const latency = (name: string, group: string, read: (run: Run) => number, diagnostic = false): Measurement =>
    measurementOf({
      name,
      group,
      unit: "us",
      better: "lower",
      samples: runs.map(read),
      n: Math.max(1, runs[0]!.response.count),
      diagnostic,
    });
  const response = [50, 90, 99, 99.9].map((percentile) =>
    latency(`response p${percentile}`, RESPONSE, (run) => run.response.percentileUs(percentile)),
  );
  const service = [50, 99].map((percentile) =>
    latency(`service p${percentile}`, SERVICE, (run) => run.service.percentileUs(percentile)),
  );
  return [
    ...response,
    latency("response max", RESPONSE, (run) => run.response.maxUs),
    ...service,
    // The bench's own, not the system's.
    latency("generator lag p99", "generator", (run) => run.lag.percentileUs(99), true),
    measurementOf({
      name: "achieved",
      group: `offered: ${formatCount(runs[0]!.load.ratePerSecond)} events/s, ${runs[0]!.load.arrivals} arrivals`,
      unit: "events/s",
      better: "higher",
      samples: runs.map(achievedPerSecond),
      n: Math.max(1, runs[0]!.offered),
      notes: drawnNote(runs[0]!),
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

export function describeRun(run: Run, verdict: Verdict): RunPoint {
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
    verdict,
  };
}

export function describeLatencies(runs: readonly Run[]): Latencies {
  return {
    response: distributionOf(runs.map(({ response }) => response)),
    service: distributionOf(runs.map(({ service }) => service)),
    lag: distributionOf(runs.map(({ lag }) => lag)),
  };
}

function distributionOf(histograms: readonly LatencyHistogram[]): Distribution {
  const all = LatencyHistogram.sum(histograms);
  return { unit: "us", count: all.count, ...all.encode(), spectrum: all.spectrum() };
}
