/** A figure along a parameter, averaged over all else: a curve of numbers, a row for each of other values. */
import type { Chart } from "../../ui/chart/chart.ts";
import { curvesPicture } from "../../ui/chart/curves.ts";
import { intervalPicture, oneMark } from "../../ui/chart/intervals.ts";
import { INK } from "../../ui/chart/palette.ts";
import { type Estimate, MIN_WORLDS } from "../between-worlds.ts";
import type { MainEffect } from "../effects.ts";
import type { StudyFigure } from "../figures.ts";
import { joined, t, type Text } from "../../ui/words.ts";
import { NO_RUN } from "./effect-map.ts";
import { figureTitle } from "./figure-names.ts";
import { estimateText, figureWords, intervalText, samplesText, titleText } from "./figure-words.ts";

export function effectChart(figure: StudyFigure, path: string, { levels }: MainEffect, id: string): Chart {
  const known = levels.filter(({ estimate }) => estimate.value !== null);
  return {
    id,
    title: t`${figureTitle(figure)}, along ${path}`,
    sentence: sentenceOf(levels.map(({ estimate }) => estimate)),
    legend: [],
    table: {
      head: [path, titleText(figure), t`95 %, between worlds`, t`worlds`, "n"],
      rows: levels.map(({ name, estimate }) => tableRow(figure, name, estimate)),
    },
    picture: known.length === 0 ? NO_RUN : picture(figure, path, known),
  };
}

type KnownLevels = MainEffect["levels"];

function picture(figure: StudyFigure, path: string, levels: KnownLevels): Chart["picture"] {
  const format = (value: number): string => figureWords(figure, value);
  const tipOf = ({ name, estimate }: KnownLevels[number]): Text =>
    joined([`${path} ${name}`, estimateText(figure, estimate, " · "), samplesText(estimate)], "\n");
  if (levels.some(({ x }) => x === null)) {
    return intervalPicture({
      axis: { name: titleText(figure), format },
      rows: levels.map((level) => ({
        name: level.name,
        text: figureWords(figure, level.estimate.value!),
        tip: tipOf(level),
        marks: oneMark(level.estimate),
      })),
    });
  }
  const isShare = figure.unit === "share";
  return curvesPicture({
    heightPx: 240,
    x: { name: path },
    y: { name: titleText(figure), format: isShare ? percentOnAxis : format, ...yRange(levels, isShare) },
    curves: [
      {
        name: titleText(figure),
        points: levels.map(({ x, estimate }) => [x!, estimate.value!] as const),
        colour: INK.ours,
        mark: "solid",
      },
    ],
    marks: levels.map((level) => {
      const { value, low, high } = level.estimate;
      const spread = low === null || high === null ? {} : { spreadY: [low, high] as const };
      return { x: level.x!, y: value!, mark: "dot", colour: INK.ours, tip: tipOf(level), ...spread };
    }),
  });
}

/** A narrower picture would exaggerate: less than a point of a share from end to end. */
const LEAST_SPAN = 0.02;

function yRange(levels: KnownLevels, isShare: boolean): { readonly min: number; readonly max: number } | object {
  const ends = levels.flatMap(({ estimate: { value, low, high } }) => [value!, low ?? value!, high ?? value!]);
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const room = (LEAST_SPAN - (most - least)) / 2;
  if (!isShare || room <= 0) return {};
  return { min: Math.max(0, least - room), max: Math.max(most, Math.min(1, most + room)) };
}

function percentOnAxis(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}

function sentenceOf(estimates: readonly Estimate[]): Text {
  const some = estimates.some(({ low }) => low !== null);
  const bars = t`The bars are 95 % intervals between worlds.`;
  const none = t`There are no intervals: fewer than ${MIN_WORLDS} worlds have the figure.`;
  const over = t`Over all runs with the value, whatever the other parameters are.`;
  return joined([over, some ? bars : none], " ");
}

function tableRow(figure: StudyFigure, name: string, estimate: Estimate): Text[] {
  const { value, low, high, worlds, trials } = estimate;
  return [
    name,
    value === null ? t`none` : figureWords(figure, value),
    low === null || high === null ? "" : intervalText(figure, low, high),
    String(worlds),
    trials === null ? "" : String(Math.round(trials)),
  ];
}
