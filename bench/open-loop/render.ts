/**
 * What an open-loop result has beyond measurements, for a terminal: the tail of the distributions, and the rates that
 * were tried.
 */
import { formatCount } from "../../src/report/format.ts";
import { type Style, note, renderTable } from "../../src/report/table.ts";
import type { BenchResult } from "../harness/result.ts";
import { LatencyHistogram } from "../latency/latency-histogram.ts";
import type { Latencies, RunPoint } from "./findings.ts";

interface Details extends Partial<Latencies> {
  readonly clock: { readonly worstUs: number; readonly resolutionUs: number };
  readonly probes?: readonly TriedRate[];
  readonly points: readonly TriedRate[];
}

interface TriedRate extends RunPoint {
  /** Whether the objective was met, where there was one to be searched for. */
  readonly meets?: boolean;
}

export function renderOpenLoop({ details, settings }: BenchResult, style: Style): string[] {
  const found = details as unknown as Details;
  return [
    ...(found.response ? [renderTails(found as Details & Latencies, style)] : []),
    ...(found.probes ? [renderRates("Probes", found.probes, style)] : []),
    ...(found.probes && found.points.length > 0 ? [renderRates("Latency against rate", found.points, style)] : []),
    note(
      [
        `a batch is handed over when it has ${String(settings["batchEvents"])} events or its first has waited ${String(settings["lingerMs"])} ms`,
        `threads' clocks: ${found.clock.worstUs.toFixed(1)} us apart, as far as ${found.clock.resolutionUs.toFixed(0)} us can be told`,
      ].join("\n"),
      style,
    ),
  ];
}

const TAIL = [50, 90, 99, 99.9, 99.99];

function renderTails({ response, service, lag }: Latencies, style: Style): string {
  const all = [response, service, lag].map((encoded) => LatencyHistogram.decode(encoded));
  const rows = TAIL.map((percentile) => [
    `p${percentile}`,
    ...all.map((histogram) => ms(histogram.percentileUs(percentile))),
  ]);
  return renderTable(
    ["All rounds, ms", "response", "service", "generator lag"],
    [...rows, ["max", ...all.map(({ maxUs }) => ms(maxUs))], ["events", ...all.map(({ count }) => formatCount(count))]],
    style,
  );
}

function renderRates(title: string, rates: readonly TriedRate[], style: Style): string {
  return renderTable(
    [`${title}, ms`, "achieved", "p50", "p99", "p99.9", "lag p99", ""],
    rates.map(({ ratePerSecond, achievedPerSecond, responseUs, lagUs, verdict, meets }) => [
      formatCount(ratePerSecond),
      formatCount(achievedPerSecond),
      ms(responseUs.p50),
      ms(responseUs.p99),
      ms(responseUs.p999),
      ms(lagUs.p99),
      verdict === "valid" ? (meets ? "met" : "missed") : verdict,
    ]),
    style,
  );
}

function ms(us: number): string {
  return (us / 1000).toFixed(2);
}
