import { joined, t } from "../../../ui/words.ts";
import type { Chart } from "../../../ui/chart/chart.ts";
import { curvesPicture } from "../../../ui/chart/curves.ts";
import { INK } from "../../../ui/chart/palette.ts";
import { clusterFigure, percentOf, rateWords } from "../../figure-words.ts";
import { formatClusterInterval, formatCount, formatPercent } from "../../format.ts";
import { type ReportTable, stack } from "../../report-table.ts";
import type { RatesFields } from "../rates/schema.ts";
import type { LineFields } from "./schema.ts";

export const RECALL = t`recall`;
export const PRECISION = t`precision`;
export const THIS_RUN = t`this run`;

const CURVES = [
  { channel: "all", name: t`all events`, colour: INK.text, mark: "solid" },
  { channel: "calls", name: t`calls`, colour: INK.calls, mark: "dashed" },
  { channel: "messages", name: t`messages`, colour: INK.messages, mark: "dotted" },
] as const;

const SHARE = { min: 0, max: 1, format: (value: number) => percentOf(value, 0) } as const;
const PRECISION_AXIS = { name: t`precision: fraud, of all blocked`, ...SHARE };

export function thresholdChart({ precisionRecall, rates }: LineFields & Pick<RatesFields, "rates">): Chart {
  const curves = CURVES.map((style) => ({
    ...style,
    found: (precisionRecall.find(({ channel }) => channel === style.channel)?.points ?? []).filter(
      ({ recall, precision }) => recall !== null && precision !== null,
    ),
  })).filter(({ found }) => found.length > 0);
  const [recall, precision] = [clusterFigure(rates.recall), clusterFigure(rates.precision)];
  return {
    id: "threshold",
    title: t`What would a stricter or a laxer line cost?`,
    sentence: t`Each point is a score from which events would be blocked: further right catches more fraud, further down blocks more that is benign. The diamond is where this run stood, with 95 % intervals over gangs and callers. Curves are at this scenario's share of fraud.`,
    legend: [
      ...curves.map(({ name, colour, mark }) => ({ name, colour, mark })),
      { name: THIS_RUN, colour: INK.ours, mark: "diamond" },
    ],
    table: {
      head: [t`Blocked from score`, RECALL, PRECISION, t`fraud intercepted`, t`benign intercepted`],
      rows: (curves.find(({ channel }) => channel === "all")?.found ?? []).map((point) => [
        scoreOf(point),
        percentOf(point.recall!),
        percentOf(point.precision!),
        formatCount(point.intercepted),
        formatCount(point.falselyIntercepted),
      ]),
    },
    picture:
      curves.length === 0
        ? t`Without fraud, or without anything to block, there is neither precision nor recall (n = 0).`
        : curvesPicture({
            x: { name: t`recall: fraud blocked, of all fraud`, ...SHARE },
            y: PRECISION_AXIS,
            heightPx: 400,
            curves: curves.map(({ name, colour, mark, found }) => ({
              name,
              colour,
              mark,
              points: found.map((point) => [point.recall!, point.precision!] as const),
              tips: found.map((point) =>
                joined(
                  [
                    t`${name}, blocked from score ${scoreOf(point)}`,
                    t`${RECALL} ${percentOf(point.recall!)}, ${PRECISION} ${percentOf(point.precision!)}`,
                  ],
                  "\n",
                ),
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
                      tip: joined(
                        [THIS_RUN, t`${RECALL} ${rateWords(recall)}`, t`${PRECISION} ${rateWords(precision)}`],
                        "\n",
                      ),
                      ...spread("spreadX", recall),
                      ...spread("spreadY", precision),
                    },
                  ],
          }),
  };
}

function scoreOf({ score }: { readonly score: number }): string {
  return (score / 100).toFixed(2);
}

function spread(name: "spreadX" | "spreadY", { low, high }: ReturnType<typeof clusterFigure>): object {
  return low === null || high === null ? {} : { [name]: [low, high] };
}

const MIN_PREVALENCE = 0.0001;
const CURVE_POINTS = 49;

export function prevalenceChart({ precisionByPrevalence, rates }: RatesFields): Omit<Chart, "table"> {
  const rows = precisionByPrevalence.filter(({ prevalence }) => prevalence !== null && prevalence > 0);
  const found = rows.filter(({ precision }) => precision.value !== null);
  const recall = rates.recall.value;
  const falseShare = rates.falseInterception.value;
  return {
    id: "prevalence",
    title: t`How much of what is blocked is benign, if fraud is rare?`,
    sentence: t`Precision against the share of events that are fraud. Recall and false interceptions stay as measured here, and still precision falls as fraud grows rare: most of what is blocked is then benign. Bars are 95 % intervals over gangs and callers.`,
    legend: [
      {
        name: t`as it follows from recall and false interceptions`,
        colour: INK.muted,
        mark: "solid",
      },
      { name: t`this scenario`, colour: INK.ours, mark: "diamond" },
      { name: t`re-weighted to real traffic`, colour: INK.reference, mark: "dot" },
    ],
    picture:
      found.length === 0 || recall === null || falseShare === null
        ? t`Nothing was blocked, so there is no precision (n = 0).`
        : curvesPicture({
            x: {
              name: t`share of events that are fraud`,
              scale: "log",
              min: MIN_PREVALENCE,
              max: 1,
              format: (value) => `${value * 100} %`,
            },
            y: PRECISION_AXIS,
            curves: [{ name: "", colour: INK.muted, mark: "solid", points: curve(recall, falseShare) }],
            marks: found.map(({ prevalence, basis, precision }) => {
              const figure = clusterFigure(precision);
              const isHere = basis === "scenario";
              const share = percentOf(prevalence!, 2);
              const given = t`If ${share} of events are fraud${isHere ? t`, as here` : ""}`;
              return {
                x: prevalence!,
                y: figure.value!,
                mark: isHere ? ("diamond" as const) : ("dot" as const),
                colour: isHere ? INK.ours : INK.reference,
                name: percentOf(figure.value!),
                tip: joined([given, t`${PRECISION} ${rateWords(figure)}`], "\n"),
                ...spread("spreadY", figure),
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

export function precisionTable({ precisionByPrevalence }: Pick<RatesFields, "precisionByPrevalence">): ReportTable {
  return {
    head: [t`If of all events`, t`precision of blocking`, t`accuracy of warnings`],
    rows: precisionByPrevalence.map(({ prevalence, basis, precision, accuracy }) => {
      const share = formatPercent({ value: prevalence });
      const why = basis === "scenario" ? t`as here` : t`re-weighted`;
      return [
        prevalence === null ? t`none are fraud (${why})` : t`${share} are fraud (${why})`,
        stack(formatPercent(precision), formatClusterInterval(precision)),
        stack(formatPercent(accuracy), formatClusterInterval(accuracy)),
      ];
    }),
    notes: [
      t`below each figure its 95 % interval, over gangs and benign callers, whose events stand and fall together`,
      t`re-weighted: with as many more people who meet no gang. Of false alarms, only those that name no gang's number or host grow with them`,
      t`of this world alone: for others, run several seeds`,
    ],
  };
}
