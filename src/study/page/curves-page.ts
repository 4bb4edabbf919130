/** Warning curves as a page: three pictures, each with its numbers as a table. */
import { both, joined, type Text, type Words } from "../../core/words.ts";
import type { Chart } from "../../report/chart/chart.ts";
import { curvesPicture, type MarkedPoint } from "../../report/chart/curves.ts";
import { shortNumber } from "../../report/chart/axes.ts";
import { INK } from "../../report/chart/palette.ts";
import { printableDocument } from "../../report/printable-document.ts";
import { percentOf, rateWords, threeDigits } from "../../report/figure-words.ts";
import type { PooledFigure } from "../tune/figures.ts";
import type { CurveFigure, CurvePoint, WarningCurve, WarningCurves } from "../curves.ts";
import type { StudyPage } from "./study-page.ts";

export function curvesPage(document: WarningCurves): StudyPage {
  const curves = printableDocument(document);
  const { scenario, hours, seeds, runs, reproduce } = curves;
  const charts = curvesCharts(curves);
  const list = seeds.join(", ");
  return {
    title: scenario,
    kicker: { en: "warning curves", zh: "预警曲线" },
    facts: {
      en: `${runs} runs of ${hours} simulated hours · seeds ${list}`,
      zh: `${runs} 次运行，每次 ${hours} 个仿真小时 · 种子 ${list}`,
    },
    text: {
      en: `Every point is a set of whole runs with that threshold, or with so many agents: what warnings change is in it. Bars are 95 % intervals between worlds${seeds.length < 2 ? ", which take two seeds at least" : ""}.`,
      zh: `每个点都是以该阈值或该人数做的一组完整运行，预警带来的变化都在其中。横竖条为各世界之间的 95 % 区间${seeds.length < 2 ? "，至少要两个种子" : ""}。`,
    },
    sections: [
      {
        id: "threshold",
        title: { en: "From which exposure to warn", zh: "暴露值多高才预警" },
        charts: charts.slice(0, 2),
      },
      { id: "agents", title: { en: "How many agents", zh: "多少劝阻员" }, charts: charts.slice(2) },
    ],
    reproduce,
  };
}

export function curvesCharts({ threshold, agents }: WarningCurves): Chart[] {
  return [
    chart(threshold, {
      id: "precision-recall",
      title: {
        en: "What does a stricter or a laxer threshold of warning cost?",
        zh: "预警阈值严一点或松一点，代价是什么？",
      },
      sentence: {
        en: "Each point is a threshold of exposure (warnings.low): further right, more of the episodes are warned in time; further down, more warnings go to people in no danger.",
        zh: "每个点是一个暴露值阈值（warnings.low）：越靠右，及时预警的诈骗越多；越靠下，发给没有危险的人的预警越多。",
      },
      x: {
        figure: "coverage",
        name: { en: "recall: episodes warned in time", zh: "召回率：得到及时预警的诈骗" },
        isShare: true,
      },
      y: {
        figure: "accuracy",
        name: { en: "precision: warnings to people in an episode", zh: "精确率：发给诈骗过程中的人的预警" },
        isShare: true,
      },
      pointName: warnedFrom,
    }),
    chart(threshold, {
      id: "lead-time",
      title: { en: "How much earlier do more false alarms warn?", zh: "误报多一些，预警能早多少？" },
      sentence: {
        en: "Each point is a threshold of exposure: up, the median warning arrives longer before the money is due to go; right, more people are warned for nothing.",
        zh: "每个点是一个暴露值阈值：越靠上，预警（中位数）在转账前到得越早；越靠右，白白预警的人越多。",
      },
      x: { figure: "falseAlarmsPerDay", name: { en: "false alarms a day", zh: "每天误报" }, isShare: false },
      y: {
        figure: "leadMinutes",
        name: { en: "lead time, median, minutes", zh: "提前时间，中位数，分钟" },
        isShare: false,
      },
      pointName: warnedFrom,
    }),
    chart(agents, {
      id: "kept",
      title: { en: "How many more people do more agents keep?", zh: "多几名劝阻员，能多保住多少人？" },
      sentence: {
        en: "Each point is a number of agents (dissuasion.agents), which stands below it: up, people kept from paying in a run. Where the line is flat, more agents wait. The table has the hours that they worked.",
        zh: "每个点是一个劝阻员人数（dissuasion.agents），见横轴；越靠上，一次运行中保住的人越多。线平的地方，多出的人在等待。表格中有他们工作的小时数。",
      },
      x: null,
      others: [
        { figure: "agentHoursPerDay", name: { en: "hours of agents a day", zh: "劝阻员每天工作小时" }, isShare: false },
      ],
      y: { figure: "kept", name: { en: "people kept, a run", zh: "每次运行保住的人" }, isShare: false },
      pointName: (at) => ({ en: `${at} agents`, zh: `${at} 名劝阻员` }),
    }),
  ];
}

function warnedFrom(at: number): Words {
  return { en: `warned from ${at}`, zh: `从 ${at} 起预警` };
}

interface Side {
  readonly figure: CurveFigure;
  readonly name: Text;
  readonly isShare: boolean;
}

interface ChartWords extends Pick<Chart, "id" | "title"> {
  readonly sentence: Words;
  /** Null: along the parameter itself. */
  readonly x: Side | null;
  readonly y: Side;
  /** Further figures of the table. */
  readonly others?: readonly Side[];
  readonly pointName: (at: number) => Words;
}

const STATED: Words = { en: "The diamond is the scenario as it is.", zh: "菱形是场景本来的取值。" };

function chart(curve: WarningCurve, { id, title, sentence, x, y, others = [], pointName }: ChartWords): Chart {
  const sides = [...(x === null ? [] : [x]), y];
  const points = curve.points.filter(({ figures }) => sides.every(({ figure }) => figures[figure].value !== null));
  const left = curve.points.length - points.length;
  const told = [...others, ...sides];
  const leftWords: Words[] =
    left === 0
      ? []
      : [
          {
            en: `${left} of ${curve.points.length} points have no such figure (n = 0), and stand in the table alone.`,
            zh: `${curve.points.length} 个点中有 ${left} 个没有这样的数字（n = 0），只列在表格中。`,
          },
        ];
  const placeOf = ({ at, figures }: CurvePoint): readonly [number, number] => [
    x === null ? at : figures[x.figure].value!,
    figures[y.figure].value!,
  ];
  return {
    id,
    title,
    sentence: joined([sentence, STATED, ...leftWords], " "),
    legend: [
      { name: { en: "as the scenario has it", zh: "场景本来的取值" }, colour: INK.ours, mark: "diamond" },
      { name: { en: "other settings", zh: "其他取值" }, colour: INK.muted, mark: "ring" },
    ],
    table: {
      head: [curve.parameter, ...told.map(({ name }) => name)],
      rows: curve.points.map(({ at, figures }) => [
        String(at),
        ...told.map((side) => figureWords(figures[side.figure], side)),
      ]),
    },
    picture:
      points.length === 0
        ? {
            en: "No point has both figures (n = 0), so there is nothing to draw.",
            zh: "没有一个点有这两个数字（n = 0），所以无从绘制。",
          }
        : curvesPicture({
            x: x === null ? { name: { en: "agents", zh: "劝阻员" }, min: 0, whole: true } : axis(x),
            y: axis(y),
            heightPx: 380,
            curves: [{ name: "", colour: INK.muted, mark: "solid", points: points.map(placeOf) }],
            marks: points.map((point): MarkedPoint => {
              const isStated = point.at === curve.stated;
              const [px, py] = placeOf(point);
              return {
                x: px,
                y: py,
                mark: isStated ? "diamond" : "ring",
                colour: isStated ? INK.ours : INK.muted,
                // What the axis says already is not said again.
                ...(x === null ? {} : { name: String(point.at), nameAt: "above" as const }),
                tip: joined(
                  [
                    pointName(point.at),
                    ...told.map((side) => both`${side.name}: ${figureWords(point.figures[side.figure], side)}`),
                  ],
                  "\n",
                ),
                ...(x === null ? {} : spread("spreadX", point.figures[x.figure])),
                ...spread("spreadY", point.figures[y.figure]),
              };
            }),
          }),
  };
}

function spread(side: "spreadX" | "spreadY", { low, high }: PooledFigure): object {
  return low === null || high === null ? {} : { [side]: [low, high] as const };
}

function axis({ name, isShare }: Side) {
  return isShare
    ? { name, min: 0, max: 1, format: (value: number) => percentOf(value, 0) }
    : { name, min: 0, format: shortNumber };
}

function figureWords(figure: PooledFigure, { isShare }: Side): Text {
  if (isShare) return rateWords(figure);
  const { value, low, high, n } = figure;
  if (value === null) return { en: "none, n = 0", zh: "无，n = 0" };
  const interval = low === null || high === null ? "" : both` (${`${threeDigits(low)}–${threeDigits(high)}`})`;
  return both`${threeDigits(value)}${interval}, n = ${String(n)}`;
}
