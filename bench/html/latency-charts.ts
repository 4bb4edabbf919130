/** Latency under load: the spectrum of one rate, and how it grows with the rate. */
import { groupBy } from "../../src/core/group-by.ts";
import { both, joined, type Localised } from "../../src/core/words.ts";
import { decades, shortNumber } from "../../src/ui/chart/axes.ts";
import type { Chart } from "../../src/ui/chart/chart.ts";
import { type MarkedPoint, curvesPicture } from "../../src/ui/chart/curves.ts";
import { INK } from "../../src/ui/chart/palette.ts";
import { threeDigits } from "../../src/report/figure-words.ts";
import { formatCount } from "../../src/report/format.ts";
import type { BenchResult } from "../harness/result.ts";
import { median } from "../harness/statistics.ts";
import { type Distribution, openLoopDetailsIn, type RunPoint } from "../open-loop/details.ts";
import { outcomeOf } from "../open-loop/outcome.ts";
import { inBoth } from "./bench-words.ts";

const DISTRIBUTIONS = [
  {
    key: "response",
    name: { en: "response, from when an event was due", zh: "响应时间，自事件应到之时" },
    colour: INK.ours,
    mark: "solid",
  },
  {
    key: "service",
    name: { en: "service, from when work on it began", zh: "处理时间，自开始处理之时" },
    colour: INK.muted,
    mark: "dashed",
  },
  { key: "lag", name: { en: "the generator's own lag", zh: "发生器自身的滞后" }, colour: INK.flagged, mark: "dotted" },
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
    title: { en: "How long do the slowest events take?", zh: "最慢的事件要多久？" },
    sentence: {
      en:
        "Latency by percentile, stretched so that each tenth of what is left takes as much room: 90 %, 99 %, 99.9 %. A flat line is a steady system; a steep " +
        "right end is a tail that averages hide.",
      zh: "按百分位的延迟，剩下的每十分之一占同样宽度：90 %、99 %、99.9 %。线平说明系统平稳；右端陡说明有被平均值掩盖的长尾。",
    },
    legend: curves.map(({ name, colour, mark }) => ({ name, colour, mark })),
    table: {
      head: [{ en: "Percentile", zh: "百分位" }, ...curves.map(({ name }) => both`${name}, ${MS}`)],
      rows: (all.length === 0 ? [] : TABLE_PERCENTILES).map((percentile) => [
        `${percentile} %`,
        ...curves.map(({ points }) => readAt(points, percentile)),
      ]),
    },
    picture:
      all.length === 0
        ? { en: "No data: no round was measured to its end.", zh: "没有数据：没有一轮测到结束。" }
        : curvesPicture({
            x: {
              name: { en: "percentile", zh: "百分位" },
              scale: "log",
              ...decades(all.map(([x]) => x)),
              format: (value) => `${Number((100 - 100 / value).toPrecision(7))} %`,
            },
            y: { name: { en: "latency, ms", zh: "延迟，毫秒" }, scale: "log", ...decades(all.map(([, y]) => y)) },
            heightPx: 360,
            curves: curves.map(({ name, colour, mark, points }) => ({
              name,
              colour,
              mark,
              points,
              tips: points.map(([x, ms]) =>
                joined([name, both`${percentileWords(x)}: ${threeDigits(ms)} ${MS}`], "\n"),
              ),
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
  return { en: `${percent} % took at most`, zh: `${percent} % 的事件不超过` };
}

const MS: Localised = { en: "ms", zh: "毫秒" };

const QUANTILES = [
  { key: "p50", name: { en: "median", zh: "中位数" }, colour: INK.muted, mark: "dotted" },
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
    title: { en: "From which rate on do events have to wait?", zh: "从多高的速率起，事件要等待？" },
    sentence: joined(
      [
        {
          en:
            "Response time against the rate at which events were offered, whatever became of those before them. Where the lines turn up is the knee. " +
            "Rings are rounds that do not count: the generator lagged or events were lost.",
          zh: "响应时间与事件到来的速率，不论之前的事件处理得如何。线上翘之处是拐点。圆环为不计入的轮次：发生器滞后或事件丢失。",
        },
        highest === null
          ? { en: "No highest rate was searched for or found.", zh: "没有寻找或没有找到最高速率。" }
          : {
              en: "The dashed line is the highest rate that kept the objective.",
              zh: "虚线为满足目标的最高速率。",
            },
      ],
      " ",
    ),
    legend: [
      ...QUANTILES.map(({ name, colour, mark }) => ({ name, colour, mark })),
      { name: { en: "does not count", zh: "不计入" }, colour: INK.fraud, mark: "ring" },
    ],
    table: {
      head: [
        { en: "Offered, events/s", zh: "到来，事件/秒" },
        { en: "achieved", zh: "完成" },
        ...QUANTILES.map(({ name }) => both`${name}, ${MS}`),
        { en: "verdict", zh: "结论" },
      ],
      rows: tried.map((one) => [
        one.round === undefined
          ? formatCount(one.ratePerSecond)
          : both`${formatCount(one.ratePerSecond)}, ${{ en: `round ${one.round}`, zh: `第 ${one.round} 轮` }}`,
        formatCount(one.achievedPerSecond),
        ...QUANTILES.map(({ key }) => threeDigits(one.responseUs[key] / 1000)),
        inBoth(outcomeOf(one)),
      ]),
    },
    picture:
      rates.size < 2
        ? {
            en: "One rate was offered, so there is no curve: with --max many are tried.",
            zh: "只试了一个速率，所以没有曲线：用 --max 会试许多。",
          }
        : values.some((ms) => ms <= 0)
          ? { en: "No data: a round had no response.", zh: "没有数据：有一轮没有响应。" }
          : curvesPicture({
              x: {
                name: { en: "offered, events/s", zh: "到来，事件/秒" },
                scale: "log",
                ...decades([...rates]),
                format: shortNumber,
              },
              y: { name: { en: "response time, ms", zh: "响应时间，毫秒" }, scale: "log", ...decades(values) },
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
      [both`${perSecond(one.ratePerSecond)}: ${inBoth(outcomeOf(one))}`, both`${name}: ${threeDigits(ms)} ${MS}`],
      "\n",
    ),
  };
}

function perSecond(rate: number): Localised {
  return { en: `${formatCount(rate)} events/s`, zh: `每秒 ${formatCount(rate)} 条` };
}

/** Several rounds at one rate are one point of the line. */
function medianByRate(tried: readonly RunPoint[], key: "p50" | "p99" | "p999"): (readonly [number, number])[] {
  return [...groupBy(tried, ({ ratePerSecond }) => ratePerSecond)].map(([rate, found]) => {
    return [rate, median(found.map(({ responseUs }) => responseUs[key])) / 1000] as const;
  });
}
