/** Latency under load: the spectrum of one rate, and how it grows with the rate. */
import { groupBy } from "../../src/core/group-by.ts";
import { joined, t, word, type Localised } from "../../src/ui/words.ts";
import { decades, shortNumber } from "../../src/ui/chart/axes.ts";
import type { Chart } from "../../src/ui/chart/chart.ts";
import { type MarkedPoint, curvesPicture } from "../../src/ui/chart/curves.ts";
import { INK } from "../../src/ui/chart/palette.ts";
import { formatCount, threeDigits } from "../../src/ui/format.ts";
import type { BenchResult } from "../harness/result.ts";
import { median } from "../harness/statistics.ts";
import { type Distribution, openLoopDetailsIn, type RunPoint } from "../open-loop/details.ts";
import { outcomeOf } from "../open-loop/outcome.ts";

const DISTRIBUTIONS = [
  {
    key: "response",
    name: t`response, from when an event was due`,
    colour: INK.ours,
    mark: "solid",
  },
  {
    key: "service",
    name: t`service, from when work on it began`,
    colour: INK.muted,
    mark: "dashed",
  },
  { key: "lag", name: t`the generator's own lag`, colour: INK.flagged, mark: "dotted" },
] as const;

export function spectrumChart(result: BenchResult): Chart {
  const details = openLoopDetailsIn(result);
  const curves = DISTRIBUTIONS.flatMap(({ key, ...style }) => {
    const found = details?.[key];
    return found === undefined ? [] : [{ ...style, points: spectrumPoints(found) }];
  }).filter(({ points }) => points.length > 0);
  const all = curves.flatMap(({ points }) => points);
  return {
    id: "spectrum",
    title: t`How long do the slowest events take?`,
    sentence: t`Latency by percentile, stretched so that each tenth of what is left takes as much room: 90 %, 99 %, 99.9 %. A flat line is a steady system; a steep right end is a tail that averages hide.`,
    legend: curves.map(({ name, colour, mark }) => ({ name, colour, mark })),
    table: {
      head: [t`Percentile`, ...curves.map(({ name }) => t`${name}, ${MS}`)],
      rows: (all.length === 0 ? [] : TABLE_PERCENTILES).map((percentile) => [
        `${percentile} %`,
        ...curves.map(({ points }) => readAt(points, percentile)),
      ]),
    },
    picture:
      all.length === 0
        ? t`No data: no round was measured to its end.`
        : curvesPicture({
            x: {
              name: t`percentile`,
              scale: "log",
              ...decades(all.map(([x]) => x)),
              format: (value) => `${Number((100 - 100 / value).toPrecision(7))} %`,
            },
            y: { name: t`latency, ms`, scale: "log", ...decades(all.map(([, y]) => y)) },
            heightPx: 360,
            curves: curves.map(({ name, colour, mark, points }) => ({
              name,
              colour,
              mark,
              points,
              tips: points.map(([x, ms]) => joined([name, t`${percentileWords(x)}: ${threeDigits(ms)} ${MS}`], "\n")),
            })),
          }),
  };
}

const TABLE_PERCENTILES = [50, 75, 90, 95, 99, 99.9, 99.99] as const;

/** By 1 / (1 - p). The greatest stands for one of all that were counted. */
function spectrumPoints({ count, spectrum }: Distribution): [number, number][] {
  return spectrum
    .filter(({ us }) => us > 0)
    .map(({ percentile, us }) => [percentile < 100 ? 100 / (100 - percentile) : Math.max(1, count), us / 1000]);
}

/** The first point that is at least as far out; empty beyond the last. */
function readAt(points: readonly (readonly [number, number])[], percentile: number): string {
  const x = 100 / (100 - percentile);
  const found = points.find(([at]) => at >= x * (1 - 1e-9));
  return found === undefined ? "" : threeDigits(found[1]);
}

function percentileWords(x: number): Localised {
  const percent = Number((100 - 100 / x).toPrecision(6));
  return t`${percent} % took at most`;
}

const MS = t`ms`;

const QUANTILES = [
  { key: "p50", name: t`median`, colour: INK.muted, mark: "dotted" },
  { key: "p99", name: "99 %", colour: INK.ours, mark: "solid" },
  { key: "p999", name: "99.9 %", colour: INK.reference, mark: "dashed" },
] as const;

export function ratesChart(result: BenchResult): Chart {
  const { points = [], probes = [] } = openLoopDetailsIn(result) ?? {};
  const tried = [...points, ...probes].toSorted((a, b) => a.ratePerSecond - b.ratePerSecond);
  const rates = new Set(tried.map(({ ratePerSecond }) => ratePerSecond));
  const highest = result.measurements.find(({ group }) => group === "sustained")?.value ?? null;
  const values = tried.flatMap(({ responseUs }) => QUANTILES.map(({ key }) => responseUs[key] / 1000));
  return {
    id: "rates",
    title: t`From which rate on do events have to wait?`,
    sentence: joined(
      [
        t`Response time against the rate at which events were offered, whatever became of those before them. Where the lines turn up is the knee. Rings are rounds that do not count: the generator lagged or events were lost.`,
        highest === null
          ? t`No highest rate was searched for or found.`
          : t`The dashed line is the highest rate that kept the objective.`,
      ],
      " ",
    ),
    legend: [
      ...QUANTILES.map(({ name, colour, mark }) => ({ name, colour, mark })),
      { name: t`does not count`, colour: INK.fraud, mark: "ring" },
    ],
    table: {
      head: [t`Offered, events/s`, t`achieved`, ...QUANTILES.map(({ name }) => t`${name}, ${MS}`), t`verdict`],
      rows: tried.map((one) => [
        one.round === undefined
          ? formatCount(one.ratePerSecond)
          : t`${formatCount(one.ratePerSecond)}, round ${one.round}`,
        formatCount(one.achievedPerSecond),
        ...QUANTILES.map(({ key }) => threeDigits(one.responseUs[key] / 1000)),
        word(outcomeOf(one)),
      ]),
    },
    picture:
      rates.size < 2
        ? t`One rate was offered, so there is no curve: with --max many are tried.`
        : values.some((ms) => ms <= 0)
          ? t`No data: a round had no response.`
          : curvesPicture({
              x: {
                name: t`offered, events/s`,
                scale: "log",
                ...decades([...rates]),
                format: shortNumber,
              },
              y: { name: t`response time, ms`, scale: "log", ...decades(values) },
              heightPx: 360,
              rules: highest === null ? [] : [{ axis: "x", at: highest, name: perSecond(highest) }],
              curves: QUANTILES.map(({ key, name, colour, mark }) => ({
                name,
                colour,
                mark,
                points: medianByRate(tried, key),
              })),
              marks: tried.flatMap((one) => QUANTILES.map((quantile) => markOf(one, quantile))),
            }),
  };
}

function markOf(one: RunPoint, { key, name, colour }: (typeof QUANTILES)[number]): MarkedPoint {
  const counts = one.verdict === "valid";
  const ms = one.responseUs[key] / 1000;
  return {
    x: one.ratePerSecond,
    y: ms,
    mark: counts ? "dot" : "ring",
    colour: counts ? colour : INK.fraud,
    tip: joined(
      [t`${perSecond(one.ratePerSecond)}: ${word(outcomeOf(one))}`, t`${name}: ${threeDigits(ms)} ${MS}`],
      "\n",
    ),
  };
}

function perSecond(rate: number): Localised {
  return t`${formatCount(rate)} events/s`;
}

/** Several rounds at one rate are one point of the line. */
function medianByRate(tried: readonly RunPoint[], key: "p50" | "p99" | "p999"): (readonly [number, number])[] {
  return [...groupBy(tried, ({ ratePerSecond }) => ratePerSecond)].map(([rate, found]) => {
    return [rate, median(found.map(({ responseUs }) => responseUs[key])) / 1000] as const;
  });
}
