/** What an open loop shows beyond its measurements: the spectrum of latency, and the rates that were tried. */
import { groupBy } from "../../src/core/group-by.ts";
import { shortNumber } from "../../src/ui/chart/axes.ts";
import { type MarkedPoint, curvesPicture } from "../../src/ui/chart/curves.ts";
import { INK } from "../../src/ui/chart/palette.ts";
import { formatCount, threeDigits } from "../../src/ui/format.ts";
import type { LatencyHistogram } from "../harness/latency/latency-histogram.ts";
import { decades, type Part, tableOf } from "../harness/part.ts";
import { median } from "../harness/statistics.ts";
import type { RunPoint } from "./findings.ts";

const PERCENTILES = [50, 90, 99, 99.9, 99.99];
/** A percentile with fewer events than this above it rests on a few events, and moves with each. */
const FEW_ABOVE = 10;

const LATENCIES = [
  { key: "response", name: "response, from when an event was due", colour: INK.ours, mark: "solid" },
  { key: "service", name: "service, from when work on it began", colour: INK.muted, mark: "dashed" },
  { key: "lag", name: "the generator's own lag", colour: INK.flagged, mark: "dotted" },
] as const;

export function spectrumPart(all: Readonly<Record<"response" | "service" | "lag", LatencyHistogram>>): Part {
  const { count } = all.response;
  // 100 - 99.9 is a little less than a tenth.
  const few = PERCENTILES.find((percentile) => Math.round(count * (100 - percentile)) < FEW_ABOVE * 100);
  const table = tableOf<(typeof PERCENTILES)[number] | "max">(
    "All rounds together, us",
    [...PERCENTILES, "max"],
    (percentile) => (percentile === "max" ? percentile : `p${percentile}`),
    LATENCIES.map(({ key }) => [
      key === "lag" ? "generator lag" : key,
      (percentile) => threeDigits(percentile === "max" ? all[key].maxUs : all[key].percentileUs(percentile)),
    ]),
    [`n = ${formatCount(count)}`, ...(few === undefined ? [] : [`fewer than ${FEW_ABOVE} events lie beyond p${few}`])],
  );
  const curves = LATENCIES.map(({ key, ...look }) => ({ ...look, points: spectrumOf(all[key]) }));
  const points = curves.flatMap((curve) => curve.points);
  return {
    ...table,
    chart: {
      id: "spectrum",
      title: "How long do the slowest events take?",
      sentence:
        "Latency by percentile, stretched so that each tenth of what is left takes as much room: 90 %, 99 %, 99.9 %. A flat line is a steady system; a steep right end is a tail that averages hide.",
      legend: LATENCIES,
      picture:
        points.length === 0
          ? "No data: no round was measured to its end."
          : curvesPicture({
              x: {
                name: "percentile",
                scale: "log",
                ...decades(points.map(([x]) => x)),
                format: (value) => `${Number((100 - 100 / value).toPrecision(7))} %`,
              },
              y: { name: "latency, ms", scale: "log", ...decades(points.map(([, y]) => y)) },
              heightPx: 360,
              curves,
            }),
    },
  };
}

/** By 1 / (1 - p). The greatest stands for one of all that were counted. */
function spectrumOf(histogram: LatencyHistogram): [x: number, ms: number][] {
  return histogram
    .spectrum()
    .filter(({ us }) => us > 0)
    .map(({ percentile, us }) => [percentile < 100 ? 100 / (100 - percentile) : histogram.count, us / 1000]);
}

const QUANTILES = [
  { key: "p50", name: "median", colour: INK.muted, mark: "dotted" },
  { key: "p99", name: "99 %", colour: INK.ours, mark: "solid" },
  { key: "p999", name: "99.9 %", colour: INK.reference, mark: "dashed" },
] as const;

/** `tried` in the order of the search; `highest`: the rate that was found, if one was. */
export function ratesPart(tried: readonly RunPoint[], highest: number | null): Part {
  const table = tableOf<RunPoint>(
    "Probes and rounds, us",
    tried,
    ({ ratePerSecond, round }) => formatCount(ratePerSecond) + (round === undefined ? "" : `, round ${round}`),
    [
      ["achieved", ({ achievedPerSecond }) => formatCount(achievedPerSecond)],
      ["p50", ({ responseUs }) => threeDigits(responseUs.p50)],
      ["p99", ({ responseUs }) => threeDigits(responseUs.p99)],
      ["p99.9", ({ responseUs }) => threeDigits(responseUs.p999)],
      ["lag p99", ({ lagUs }) => threeDigits(lagUs.p99)],
      ["", (one) => outcomeOf(one)],
    ],
  );
  const drawn = tried
    .filter(({ responseUs }) => responseUs.p50 > 0)
    .toSorted((a, b) => a.ratePerSecond - b.ratePerSecond);
  const rates = [...new Set(drawn.map(({ ratePerSecond }) => ratePerSecond))];
  const values = drawn.flatMap(({ responseUs }) => QUANTILES.map(({ key }) => responseUs[key] / 1000));
  return {
    ...table,
    chart: {
      id: "rates",
      title: "From which rate on do events have to wait?",
      sentence:
        "Response time against the rate at which events were offered. Where the lines turn up is the knee. Rings are rounds that do not count: the generator lagged or events were lost. A dashed line across is the highest rate that kept the objective.",
      legend: [...QUANTILES, { name: "does not count", colour: INK.fraud, mark: "ring" }],
      picture:
        rates.length < 2
          ? "One rate was offered, so there is no curve."
          : curvesPicture({
              x: { name: "offered, events/s", scale: "log", ...decades(rates), format: shortNumber },
              y: { name: "response time, ms", scale: "log", ...decades(values) },
              heightPx: 360,
              rules: highest === null ? [] : [{ axis: "x", at: highest, name: `${formatCount(highest)} events/s` }],
              curves: QUANTILES.map(({ key, ...look }) => ({ ...look, points: medianByRate(drawn, key) })),
              marks: drawn.flatMap((one) => QUANTILES.map((quantile) => markOf(one, quantile))),
            }),
    },
  };
}

/** An objective tells nothing of a run that must not be used. */
function outcomeOf({ verdict, meets }: RunPoint): string {
  if (verdict !== "valid" || meets === undefined) return verdict;
  return meets ? "met" : "missed";
}

function markOf(one: RunPoint, { key, name, colour }: (typeof QUANTILES)[number]): MarkedPoint {
  const counts = one.verdict === "valid";
  const ms = one.responseUs[key] / 1000;
  return {
    x: one.ratePerSecond,
    y: ms,
    mark: counts ? "dot" : "ring",
    colour: counts ? colour : INK.fraud,
    tip: `${formatCount(one.ratePerSecond)} events/s\n${name}: ${threeDigits(ms)} ms`,
  };
}

/** Several rounds at one rate are one point of the line. */
function medianByRate(tried: readonly RunPoint[], key: "p50" | "p99" | "p999"): (readonly [number, number])[] {
  return [...groupBy(tried, ({ ratePerSecond }) => ratePerSecond)].map(([rate, found]) => {
    return [rate, median(found.map(({ responseUs }) => responseUs[key])) / 1000] as const;
  });
}
