/** A figure along a parameter: curves over numbers, a row for each of other values. */
import { shortNumber } from "../../ui/chart/axes.ts";
import type { Chart, LegendItem } from "../../ui/chart/chart.ts";
import { curvesPicture } from "../../ui/chart/curves.ts";
import { intervalPicture, oneMark } from "../../ui/chart/intervals.ts";
import { INK } from "../../ui/chart/palette.ts";
import { joined, t, type Text } from "../../ui/words.ts";
import { type Estimate, MIN_WORLDS } from "../between-worlds.ts";
import type { MainEffect } from "../effects.ts";
import type { StudyFigure } from "../figures.ts";
import type { SweepDocument } from "../sweep.ts";
import { estimateText, figureTitle, intervalText, titleText, valueText, wholeText } from "./words.ts";

interface Level {
  readonly name: string;
  /** Null if it is no number. */
  readonly x: number | null;
  readonly estimate: Estimate;
}

/** All pairs of values of two parameters: a line along one for each value of the other. */
interface Grid {
  readonly along: string;
  readonly by: string;
  readonly lines: readonly {
    readonly value: string;
    readonly points: readonly { readonly x: number; readonly figures: SweepDocument["points"][number]["figures"] }[];
  }[];
}

const LOOKS = [
  { colour: INK.ours, mark: "solid" },
  { colour: INK.fraud, mark: "dashed" },
  { colour: INK.reference, mark: "dotted" },
  { colour: INK.flagged, mark: "solid" },
  { colour: INK.messages, mark: "dashed" },
  { colour: INK.muted, mark: "dotted" },
] as const;

/** Null unless there are two parameters with all pairs of their values, one of them of numbers. */
export function gridOf({ parameters, points }: SweepDocument): Grid | null {
  if (parameters.length !== 2) return null;
  const valuesOf = (path: string) => [...new Set(points.map((point) => point.parameters[path]!))];
  const [many, few] = parameters.toSorted((a, b) => valuesOf(b).length - valuesOf(a).length) as [string, string];
  const [values, lines] = [valuesOf(many), valuesOf(few)];
  const isWhole = lines.length > 1 && values.length * lines.length === points.length;
  if (!isWhole || lines.length > LOOKS.length || values.some((value) => typeof value !== "number")) return null;
  return {
    along: many,
    by: few,
    lines: lines.map((value) => ({
      value: String(value),
      points: points
        .filter((point) => point.parameters[few] === value)
        .map(({ parameters: at, figures }) => ({ x: at[many] as number, figures }))
        .toSorted((a, b) => a.x - b.x),
    })),
  };
}

export function alongChart(figure: StudyFigure, { along, by, lines }: Grid, id: string): Chart {
  const told = lines.map(({ value, points }) => ({
    name: `${by} ${value}`,
    levels: points.map(({ x, figures }) => ({ name: String(x), x, estimate: figures[figure.name]! })),
  }));
  return {
    id,
    title: t`${figureTitle(figure)}, along ${along}`,
    sentence: joined([t`A line for each value of ${by}.`, barsText(told.flatMap(({ levels }) => levels))], " "),
    legend: told.map(({ name }, at): LegendItem => ({ name, ...LOOKS[at]! })),
    table: {
      head: [along, ...told.map(({ name }) => name)],
      rows: told[0]!.levels.map(({ name }, at) => [
        name,
        ...told.map(({ levels }) => estimateText(figure, levels[at]!.estimate, "\n")),
      ]),
    },
    picture: curvesOf(figure, along, told),
  };
}

/** Averaged over all other parameters. */
export function effectChart(figure: StudyFigure, path: string, { levels }: MainEffect, id: string): Chart {
  const known = levels.filter(({ estimate }) => estimate.value !== null);
  const over = t`Over all runs with the value, whatever the other parameters are.`;
  return {
    id,
    title: t`${figureTitle(figure)}, along ${path}`,
    sentence: joined([over, barsText(levels)], " "),
    legend: [],
    table: {
      head: [path, titleText(figure), t`95 %, between worlds`, t`worlds`, "n"],
      rows: levels.map(({ name, estimate }) => [
        name,
        valueText(figure, estimate.value),
        intervalText(figure, estimate),
        String(estimate.worlds),
        estimate.trials === null ? "" : String(Math.round(estimate.trials)),
      ]),
    },
    picture: known.some(({ x }) => x === null)
      ? intervalPicture({
          axis: { name: titleText(figure), format: (value) => valueText(figure, value) },
          rows: known.map((level) => ({
            name: level.name,
            text: valueText(figure, level.estimate.value),
            tip: tipOf(figure, path, level),
            marks: oneMark(level.estimate),
          })),
        })
      : curvesOf(figure, path, [{ name: "", levels: known }]),
  };
}

interface Line {
  readonly name: string;
  readonly levels: readonly Level[];
}

function curvesOf(figure: StudyFigure, path: string, lines: readonly Line[]): Chart["picture"] {
  const known = lines.map(({ name, levels }) => ({
    name,
    levels: levels.filter(({ estimate }) => estimate.value !== null),
  }));
  if (known.every(({ levels }) => levels.length === 0)) return t`No run has this figure.`;
  return curvesPicture({
    heightPx: 240,
    x: { name: path },
    y: {
      name: titleText(figure),
      format: figure.unit === "share" ? (value) => `${Number((100 * value).toPrecision(3))} %` : shortNumber,
      ...(figure.unit === "share" ? rangeOf(known.flatMap(({ levels }) => levels)) : {}),
    },
    curves: known.map(({ name, levels }, at) => ({
      name,
      points: levels.map(({ x, estimate }) => [x!, estimate.value!] as const),
      ...LOOKS[at]!,
    })),
    marks: known.flatMap(({ name, levels }, at) =>
      levels.map((level) => {
        const { value, low, high } = level.estimate;
        const spread = low === null || high === null ? {} : { spreadY: [low, high] as const };
        const tip = joined([...(name === "" ? [] : [name]), tipOf(figure, path, level)], "\n");
        return { x: level.x!, y: value!, mark: "dot" as const, colour: LOOKS[at]!.colour, tip, ...spread };
      }),
    ),
  });
}

function tipOf(figure: StudyFigure, path: string, { name, estimate }: Level): Text {
  return joined([`${path} ${name}`, wholeText(figure, estimate)], "\n");
}

/** A narrower picture would exaggerate: less than a point of a share from end to end. */
const LEAST_SPAN = 0.02;

function rangeOf(levels: readonly Level[]): { readonly min?: number; readonly max?: number } {
  const ends = levels.flatMap(({ estimate: { value, low, high } }) => [value!, low ?? value!, high ?? value!]);
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const room = (LEAST_SPAN - (most - least)) / 2;
  return room <= 0 ? {} : { min: Math.max(0, least - room), max: Math.max(most, Math.min(1, most + room)) };
}

function barsText(levels: readonly Level[]): Text {
  return levels.some(({ estimate }) => estimate.low !== null)
    ? t`The bars are 95 % intervals between worlds.`
    : t`There are no intervals: fewer than ${MIN_WORLDS} worlds have the figure.`;
}
