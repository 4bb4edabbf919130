/**
 * What an open-loop result has beyond measurements, for a terminal: the tail of the distributions, and the rates that
 * were tried.
 */
import { formatCount } from "../../src/ui/format.ts";
import { type Style, note, renderTable } from "../../src/core/terminal/table.ts";
import { remark } from "../../src/core/terminal/wrap.ts";
import { figure } from "../harness/render.ts";
import type { BenchResult } from "../harness/result.ts";
import { LatencyHistogram } from "../harness/latency/latency-histogram.ts";
import { type Latencies, openLoopDetailsIn, type RunPoint } from "./details.ts";
import { outcomeOf } from "./outcome.ts";

export function renderOpenLoop(result: BenchResult, style: Style): string[] {
  const { settings, measurements } = result;
  const found = openLoopDetailsIn(result)!;
  const rounds = Math.max(...measurements.map(({ samples }) => samples.length));
  return [
    ...(found.response ? [renderTails(found as Latencies, rounds, style)] : []),
    ...(found.probes ? [renderRates("Probes and rounds", found.probes, style)] : []),
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

/** A percentile with fewer events than this above it rests on a few events, and moves with each. */
const FEW_ABOVE = 10;

function renderTails({ response, service, lag }: Latencies, rounds: number, style: Style): string {
  const all = [response, service, lag].map((encoded) => LatencyHistogram.decode(encoded));
  const rows = TAIL.map((percentile) => [
    `p${percentile}`,
    ...all.map((histogram) => figure(histogram.percentileUs(percentile))),
  ]);
  const few = [
    { of: "of a round", from: firstOfFew(response.count / rounds) },
    { of: "of all", from: firstOfFew(response.count) },
  ].flatMap(({ of, from }) => (from === undefined ? [] : [`${of} from p${from} on`]));
  const notes = [
    "above: medians of the rounds' own figures; below: all rounds' events at once",
    ...(few.length === 0 ? [] : [`fewer than ${FEW_ABOVE} events lie beyond: ${few.join(", ")}`]),
  ];
  const table = renderTable(
    ["All rounds together, us", "response", "service", "generator lag"],
    [
      ...rows,
      ["max", ...all.map(({ maxUs }) => figure(maxUs))],
      ["events", ...all.map(({ count }) => formatCount(count))],
    ],
    style,
  );
  return `${note(remark(notes.join("\n")), style)}\n\n${table}`;
}

function firstOfFew(events: number): number | undefined {
  // 100 - 99.9 is a little less than a tenth.
  return TAIL.find((percentile) => Math.round(events * (100 - percentile)) < FEW_ABOVE * 100);
}

function renderRates(title: string, rates: readonly RunPoint[], style: Style): string {
  return renderTable(
    [`${title}, us`, "achieved", "p50", "p99", "p99.9", "lag p99", ""],
    rates.map(({ ratePerSecond, round, achievedPerSecond, responseUs, lagUs, verdict, meets }) => [
      formatCount(ratePerSecond) + (round === undefined ? "" : `, round ${round}`),
      formatCount(achievedPerSecond),
      figure(responseUs.p50),
      figure(responseUs.p99),
      figure(responseUs.p999),
      figure(lagUs.p99),
      outcomeOf({ verdict, meets }),
    ]),
    style,
  );
}
