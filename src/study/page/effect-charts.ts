/** A figure along a parameter, all else averaged over: a curve of numbers, a row for each of other values. */
import type { Chart } from "../../report/chart/chart.ts";
import { curvesPicture } from "../../report/chart/curves.ts";
import { intervalPicture, oneMark } from "../../report/chart/intervals.ts";
import { INK } from "../../report/chart/palette.ts";
import { type Estimate, MIN_WORLDS } from "../between-worlds.ts";
import type { MainEffect } from "../effects.ts";
import type { StudyFigure } from "../figures.ts";
import { estimateWords, figureWords, intervalWords, samplesWords, titleWords } from "./figure-words.ts";

/** `id`: names it in addresses. */
export function effectChart(figure: StudyFigure, path: string, { levels }: MainEffect, id: string): Chart {
  const known = levels.filter(({ estimate }) => estimate.value !== null);
  return {
    id,
    title: `${capital(figure.words)}, along ${path}`,
    sentence: sentenceOf(levels.map(({ estimate }) => estimate)),
    legend: [],
    table: {
      head: [path, titleWords(figure), "95 %, between worlds", "worlds", "n"],
      rows: levels.map(({ name, estimate }) => tableRow(figure, name, estimate)),
    },
    picture: known.length === 0 ? "No run has this figure." : picture(figure, path, known),
  };
}

type KnownLevels = MainEffect["levels"];

function picture(figure: StudyFigure, path: string, levels: KnownLevels): Chart["picture"] {
  const format = (value: number): string => figureWords(figure, value);
  const tipOf = ({ name, estimate }: KnownLevels[number]): string =>
    `${path} ${name}\n${estimateWords(figure, estimate).join(" · ")}\n${samplesWords(estimate)}`;
  if (levels.some(({ x }) => x === null)) {
    return intervalPicture({
      axis: { name: titleWords(figure), format },
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
    y: {
      name: titleWords(figure),
      format: isShare ? percentOnAxis : format,
      openEnd: true,
      ...yRange(levels, isShare),
    },
    curves: [
      {
        name: figure.words,
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

/** A picture that shows less than a point of a share from end to end makes much of nothing. */
const LEAST_SPAN = 0.02;

/** Intervals are drawn over the panel, which knows of the curve alone. */
function yRange(levels: KnownLevels, isShare: boolean): { readonly min: number; readonly max: number } | object {
  const ends = levels.flatMap(({ estimate: { value, low, high } }) => [value!, low ?? value!, high ?? value!]);
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  if (least === most && !isShare) return {};
  const room = Math.max(0.05 * (most - least), isShare ? (LEAST_SPAN - (most - least)) / 2 : 0);
  const min = least >= 0 ? Math.max(0, least - room) : least - room;
  const max = isShare && most <= 1 ? Math.min(1, most + room) : most + room;
  return { min: rounded(min), max: rounded(max) };
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

function percentOnAxis(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}

function sentenceOf(estimates: readonly Estimate[]): string {
  const some = estimates.some(({ low }) => low !== null);
  const bars = "The bars are 95 % intervals between worlds.";
  const none = `There are no intervals: fewer than ${MIN_WORLDS} worlds have the figure.`;
  return `Over all runs with the value, whatever the other parameters are. ${some ? bars : none}`;
}

function tableRow(figure: StudyFigure, name: string, estimate: Estimate): string[] {
  const { value, low, high, worlds, trials } = estimate;
  return [
    name,
    value === null ? "none" : figureWords(figure, value),
    low === null || high === null ? "" : intervalWords(figure, low, high),
    String(worlds),
    trials === null ? "" : String(Math.round(trials)),
  ];
}

function capital(words: string): string {
  return words[0]!.toUpperCase() + words.slice(1);
}
