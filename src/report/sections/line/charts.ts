import { both, joined, type Localised } from "../../../core/words.ts";
import type { Chart } from "../../../ui/chart/chart.ts";
import { curvesPicture } from "../../../ui/chart/curves.ts";
import { INK } from "../../../ui/chart/palette.ts";
import { clusterFigure, percentOf, rateWords } from "../../figure-words.ts";
import { formatClusterInterval, formatCount, formatPercent } from "../../format.ts";
import { type ReportTable, stack } from "../../report-table.ts";
import type { RatesFields } from "../rates/schema.ts";
import type { LineFields } from "./schema.ts";

export const RECALL: Localised = { en: "recall", zh: "召回率" };
export const PRECISION: Localised = { en: "precision", zh: "精确率" };
export const THIS_RUN: Localised = { en: "this run", zh: "本次运行" };

const CURVES = [
  { channel: "all", name: { en: "all events", zh: "全部事件" }, colour: INK.text, mark: "solid" },
  { channel: "calls", name: { en: "calls", zh: "电话" }, colour: INK.calls, mark: "dashed" },
  { channel: "messages", name: { en: "messages", zh: "短信" }, colour: INK.messages, mark: "dotted" },
] as const;

const SHARE = { min: 0, max: 1, format: (value: number) => percentOf(value, 0) } as const;
const PRECISION_AXIS = { name: { en: "precision: fraud, of all blocked", zh: "精确率：全部拦截中的诈骗" }, ...SHARE };

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
    title: { en: "What would a stricter or a laxer line cost?", zh: "更严或更松的界线代价如何？" },
    sentence: {
      en:
        "Each point is a score from which events would be blocked: further right catches more fraud, further down blocks more that is benign. " +
        "The diamond is where this run stood, with 95 % intervals over gangs and callers. Curves are at this scenario's share of fraud.",
      zh: "每个点是一个拦截分数线：越靠右，拦下的诈骗越多；越靠下，误拦的正常事件越多。菱形为本次运行所在，带按团伙和主叫的 95 % 区间。曲线按本场景的诈骗占比。",
    },
    legend: [
      ...curves.map(({ name, colour, mark }) => ({ name, colour, mark })),
      { name: THIS_RUN, colour: INK.ours, mark: "diamond" },
    ],
    table: {
      head: [
        { en: "Blocked from score", zh: "起拦分数" },
        RECALL,
        PRECISION,
        { en: "fraud intercepted", zh: "拦截的诈骗" },
        { en: "benign intercepted", zh: "误拦的正常" },
      ],
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
        ? {
            en: "Without fraud, or without anything to block, there is neither precision nor recall (n = 0).",
            zh: "没有诈骗，或没有可拦截的，就没有精确率和召回率（n = 0）。",
          }
        : curvesPicture({
            x: { name: { en: "recall: fraud blocked, of all fraud", zh: "召回率：全部诈骗中被拦截的" }, ...SHARE },
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
                    {
                      en: `${name.en}, blocked from score ${scoreOf(point)}`,
                      zh: `${name.zh}，${scoreOf(point)} 分起拦截`,
                    },
                    both`${RECALL} ${percentOf(point.recall!)}, ${PRECISION} ${percentOf(point.precision!)}`,
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
                        [THIS_RUN, both`${RECALL} ${rateWords(recall)}`, both`${PRECISION} ${rateWords(precision)}`],
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
    title: {
      en: "How much of what is blocked is benign, if fraud is rare?",
      zh: "诈骗稀少时，被拦截的有多少是正常的？",
    },
    sentence: {
      en:
        "Precision against the share of events that are fraud. Recall and false interceptions stay as measured here, and still precision falls " +
        "as fraud grows rare: most of what is blocked is then benign. Bars are 95 % intervals over gangs and callers.",
      zh: "精确率随诈骗占比的变化。召回率和误拦率保持本次所测，诈骗越少，精确率仍然越低：这时被拦截的大多是正常事件。竖条为按团伙和主叫的 95 % 区间。",
    },
    legend: [
      {
        name: { en: "as it follows from recall and false interceptions", zh: "由召回率和误拦率推算" },
        colour: INK.muted,
        mark: "solid",
      },
      { name: { en: "this scenario", zh: "本场景" }, colour: INK.ours, mark: "diamond" },
      { name: { en: "re-weighted to real traffic", zh: "按真实流量重新加权" }, colour: INK.reference, mark: "dot" },
    ],
    picture:
      found.length === 0 || recall === null || falseShare === null
        ? {
            en: "Nothing was blocked, so there is no precision (n = 0).",
            zh: "没有拦截任何事件，所以没有精确率（n = 0）。",
          }
        : curvesPicture({
            x: {
              name: { en: "share of events that are fraud", zh: "诈骗占全部事件的比例" },
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
              const given: Localised = {
                en: `If ${share} of events are fraud${isHere ? ", as here" : ""}`,
                zh: `若诈骗占 ${share}${isHere ? "，如本次" : ""}`,
              };
              return {
                x: prevalence!,
                y: figure.value!,
                mark: isHere ? ("diamond" as const) : ("dot" as const),
                colour: isHere ? INK.ours : INK.reference,
                name: percentOf(figure.value!),
                tip: joined([given, both`${PRECISION} ${rateWords(figure)}`], "\n"),
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
    head: [
      { en: "If of all events", zh: "若全部事件中" },
      { en: "precision of blocking", zh: "拦截的精确率" },
      { en: "accuracy of warnings", zh: "预警的命中率" },
    ],
    rows: precisionByPrevalence.map(({ prevalence, basis, precision, accuracy }) => {
      const share = formatPercent({ value: prevalence });
      const why = basis === "scenario" ? { en: "as here", zh: "如本次" } : { en: "re-weighted", zh: "重新加权" };
      return [
        both`${{ en: `${share} are fraud`, zh: prevalence === null ? "没有诈骗" : `${share} 是诈骗` }} (${why})`,
        stack(formatPercent(precision), formatClusterInterval(precision)),
        stack(formatPercent(accuracy), formatClusterInterval(accuracy)),
      ];
    }),
    notes: [
      {
        en: "below each figure its 95 % interval, over gangs and benign callers, whose events stand and fall together",
        zh: "每个数字下面是 95 % 区间，按团伙和正常主叫：各自的事件同进同退",
      },
      {
        en: "re-weighted: with as many more people who meet no gang. Of false alarms, only those that name no gang's number or host grow with them",
        zh: "重新加权：有更多的人没有遇到团伙。指向团伙号码或网站的误报数量不变，其余误报随正常流量增长",
      },
      {
        en: "of this world alone: for others, run several seeds",
        zh: "仅针对这个世界：要知道其他世界，请运行多个种子",
      },
    ],
  };
}
