/** Warning curves as a page: three pictures, each with its numbers as a table. */
import { en } from "../../core/words.ts";
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
  return {
    title: scenario,
    kicker: "warning curves",
    facts: `${runs} runs of ${hours} simulated hours · seeds ${seeds.join(", ")}`,
    text: `Every point is a set of whole runs with that threshold, or with so many agents: what warnings change is in it. Bars are 95 % intervals between worlds${seeds.length < 2 ? ", which take two seeds at least" : ""}.`,
    sections: [
      { id: "threshold", title: "From which exposure to warn", charts: charts.slice(0, 2) },
      { id: "agents", title: "How many agents", charts: charts.slice(2) },
    ],
    reproduce,
  };
}

export function curvesCharts({ threshold, agents }: WarningCurves): Chart[] {
  return [
    chart(threshold, {
      id: "precision-recall",
      title: "What does a stricter or a laxer threshold of warning cost?",
      sentence:
        "Each point is a threshold of exposure (warnings.low): further right, more of the episodes are warned in time; further down, more warnings go to people in no danger.",
      x: { figure: "coverage", name: "recall: episodes warned in time", isShare: true },
      y: { figure: "accuracy", name: "precision: warnings to people in an episode", isShare: true },
      pointName: (at) => `warned from ${at}`,
    }),
    chart(threshold, {
      id: "lead-time",
      title: "How much earlier do more false alarms warn?",
      sentence:
        "Each point is a threshold of exposure: up, the median warning arrives longer before the money is due to go; right, more people are warned for nothing.",
      x: { figure: "falseAlarmsPerDay", name: "false alarms a day", isShare: false },
      y: { figure: "leadMinutes", name: "lead time, median, minutes", isShare: false },
      pointName: (at) => `warned from ${at}`,
    }),
    chart(agents, {
      id: "kept",
      title: "How many more people do more agents keep?",
      sentence:
        "Each point is a number of agents (dissuasion.agents): right, the hours that they worked; up, people kept from paying in a run. Where the line is flat, more agents wait.",
      x: { figure: "agentHoursPerDay", name: "hours of agents a day", isShare: false },
      y: { figure: "kept", name: "people kept, a run", isShare: false },
      pointName: (at) => `${at} agents`,
    }),
  ];
}

interface Side {
  readonly figure: CurveFigure;
  readonly name: string;
  readonly isShare: boolean;
}

interface ChartWords extends Pick<Chart, "id" | "title"> {
  readonly sentence: string;
  readonly x: Side;
  readonly y: Side;
  readonly pointName: (at: number) => string;
}

function chart(curve: WarningCurve, { id, title, sentence, x, y, pointName }: ChartWords): Chart {
  const points = curve.points.filter(
    ({ figures }) => figures[x.figure].value !== null && figures[y.figure].value !== null,
  );
  const left = curve.points.length - points.length;
  return {
    id,
    title,
    sentence:
      `${sentence} The diamond is the scenario as it is.` +
      (left === 0
        ? ""
        : ` ${left} of ${curve.points.length} points have no such figure (n = 0), and stand in the table alone.`),
    legend: [
      { name: "as the scenario has it", colour: INK.ours, mark: "diamond" },
      { name: "other settings", colour: INK.muted, mark: "ring" },
    ],
    table: {
      head: [curve.parameter, x.name, y.name],
      rows: curve.points.map(({ at, figures }) => [
        String(at),
        figureWords(figures[x.figure], x),
        figureWords(figures[y.figure], y),
      ]),
    },
    picture:
      points.length === 0
        ? "No point has both figures (n = 0), so there is nothing to draw."
        : curvesPicture({
            x: axis(x),
            y: axis(y),
            heightPx: 380,
            curves: [
              { name: "", colour: INK.muted, mark: "solid", points: points.map((point) => placeOf(point, x, y)) },
            ],
            marks: points.map((point): MarkedPoint => {
              const isStated = point.at === curve.stated;
              const [across, up] = [point.figures[x.figure], point.figures[y.figure]];
              const [px, py] = placeOf(point, x, y);
              return {
                x: px,
                y: py,
                mark: isStated ? "diamond" : "ring",
                colour: isStated ? INK.ours : INK.muted,
                name: String(point.at),
                nameAt: "above",
                tip: `${pointName(point.at)}\n${x.name}: ${figureWords(across, x)}\n${y.name}: ${figureWords(up, y)}`,
                ...spread("spreadX", across),
                ...spread("spreadY", up),
              };
            }),
          }),
  };
}

function placeOf({ figures }: CurvePoint, x: Side, y: Side): readonly [number, number] {
  return [figures[x.figure].value!, figures[y.figure].value!];
}

function spread(side: "spreadX" | "spreadY", { low, high }: PooledFigure): object {
  return low === null || high === null ? {} : { [side]: [low, high] as const };
}

function axis({ name, isShare }: Side) {
  return isShare
    ? { name, min: 0, max: 1, format: (value: number) => percentOf(value, 0) }
    : { name, min: 0, format: shortNumber };
}

function figureWords(figure: PooledFigure, { isShare }: Side): string {
  if (isShare) return en(rateWords(figure));
  const { value, low, high, n } = figure;
  if (value === null) return "none, n = 0";
  const interval = low === null || high === null ? "" : ` (${threeDigits(low)} to ${threeDigits(high)})`;
  return `${threeDigits(value)}${interval}, n = ${n}`;
}
