/** Where to draw the line, and what the base rate does to it. */
import type { Chart } from "../../chart/chart.ts";
import { curvesPicture } from "../../chart/curves.ts";
import { INK } from "../../chart/palette.ts";
import { formatCount } from "../../format.ts";
import type { Report } from "../../schema.ts";
import { precisionTable } from "../../tables/interception-tables.ts";
import { clusterFigure, percentOf, rateWords } from "../words.ts";

const CURVES = [
  { channel: "all", name: "all events", colour: INK.text, mark: "solid" },
  { channel: "calls", name: "calls", colour: INK.calls, mark: "dashed" },
  { channel: "messages", name: "messages", colour: INK.messages, mark: "dotted" },
] as const;

export function thresholdChart({ precisionRecall, rates }: Report): Chart {
  const curves = CURVES.map((style) => ({
    ...style,
    found: (precisionRecall.find(({ channel }) => channel === style.channel)?.points ?? []).filter(
      ({ recall, precision }) => recall !== null && precision !== null,
    ),
  })).filter(({ found }) => found.length > 0);
  const [recall, precision] = [clusterFigure(rates.recall), clusterFigure(rates.precision)];
  const share = { min: 0, max: 1, format: (value: number) => percentOf(value, 0) };
  return {
    id: "threshold",
    title: "What would a stricter or a laxer line cost?",
    sentence:
      "Each point is a score from which events would be blocked: further right catches more fraud, further down blocks more that is benign. " +
      "The diamond is where this run stood, with 95 % intervals over gangs and callers. Curves are at this scenario's share of fraud.",
    legend: [
      ...curves.map(({ name, colour, mark }) => ({ name, colour, mark })),
      { name: "this run", colour: INK.ours, mark: "diamond" },
    ],
    table: {
      head: ["Blocked from score", "recall", "precision", "fraud intercepted", "benign intercepted"],
      rows: (curves.find(({ channel }) => channel === "all")?.found ?? []).map((point) => [
        (point.score / 100).toFixed(2),
        percentOf(point.recall!),
        percentOf(point.precision!),
        formatCount(point.intercepted),
        formatCount(point.falselyIntercepted),
      ]),
    },
    picture:
      curves.length === 0
        ? "Without fraud, or without anything to block, there is neither precision nor recall (n = 0)."
        : curvesPicture({
            x: { name: "recall: fraud blocked, of all fraud", ...share },
            y: { name: "precision: fraud, of all blocked", ...share },
            heightPx: 400,
            curves: curves.map(({ name, colour, mark, found }) => ({
              name,
              colour,
              mark,
              points: found.map((point) => [point.recall!, point.precision!] as const),
              tips: found.map(
                (point) =>
                  `${name}, blocked from score ${(point.score / 100).toFixed(2)}\n` +
                  `recall ${percentOf(point.recall!)}, precision ${percentOf(point.precision!)}`,
              ),
            })),
            marks:
              recall.value === null || precision.value === null
                ? []
                : [
                    {
                      x: recall.value,
                      y: precision.value,
                      mark: "diamond",
                      colour: INK.ours,
                      tip: `This run\nrecall ${rateWords(recall)}\nprecision ${rateWords(precision)}`,
                      ...(recall.low === null || recall.high === null ? {} : { spreadX: [recall.low, recall.high] }),
                      ...(precision.low === null || precision.high === null
                        ? {}
                        : { spreadY: [precision.low, precision.high] }),
                    },
                  ],
          }),
  };
}

/** From one in ten thousand on. */
const MIN_PREVALENCE = 0.0001;
const CURVE_POINTS = 49;

export function prevalenceChart(report: Report): Chart {
  const { precisionByPrevalence, rates } = report;
  const rows = precisionByPrevalence.filter(({ prevalence }) => prevalence !== null && prevalence > 0);
  const found = rows.filter(({ precision }) => precision.value !== null);
  const recall = rates.recall.value;
  const falseShare = rates.falseInterception.value;
  return {
    id: "prevalence",
    title: "How much of what is blocked is benign, if fraud is rare?",
    sentence:
      "Precision against the share of events that are fraud. Recall and false interceptions stay as measured here, and still precision falls " +
      "as fraud grows rare: most of what is blocked is then benign. Bars are 95 % intervals over gangs and callers.",
    legend: [
      { name: "as it follows from recall and false interceptions", colour: INK.muted, mark: "solid" },
      { name: "this scenario", colour: INK.ours, mark: "diamond" },
      { name: "re-weighted to real traffic", colour: INK.reference, mark: "dot" },
    ],
    table: precisionTable(report),
    picture:
      found.length === 0 || recall === null || falseShare === null
        ? "Nothing was blocked, so there is no precision (n = 0)."
        : curvesPicture({
            x: {
              name: "share of events that are fraud",
              scale: "log",
              min: MIN_PREVALENCE,
              max: 1,
              format: (value) => `${value * 100} %`,
            },
            y: { name: "precision: fraud, of all blocked", min: 0, max: 1, format: (value) => percentOf(value, 0) },
            curves: [{ name: "", colour: INK.muted, mark: "solid", points: curve(recall, falseShare) }],
            marks: found.map(({ prevalence, basis, precision }) => {
              const figure = clusterFigure(precision);
              const isHere = basis === "scenario";
              return {
                x: prevalence!,
                y: figure.value!,
                mark: isHere ? ("diamond" as const) : ("dot" as const),
                colour: isHere ? INK.ours : INK.reference,
                name: percentOf(figure.value!),
                tip: `If ${percentOf(prevalence!, 2)} of events are fraud${isHere ? ", as here" : ""}\nprecision ${rateWords(figure)}`,
                ...(figure.low === null || figure.high === null ? {} : { spreadY: [figure.low, figure.high] as const }),
              };
            }),
          }),
  };
}

function curve(recall: number, falseShare: number): (readonly [number, number])[] {
  return Array.from({ length: CURVE_POINTS }, (_, index) => {
    const prevalence = Math.exp(Math.log(MIN_PREVALENCE) * (1 - index / (CURVE_POINTS - 1)));
    const right = prevalence * recall;
    const blocked = right + (1 - prevalence) * falseShare;
    return [prevalence, blocked === 0 ? 0 : right / blocked] as const;
  });
}
