/** Figures of a study in words: by their unit. */
import { both, en, joined, type Text, type Words, zh } from "../../core/words.ts";
import { formatAmount, formatCount, NONE } from "../../report/format.ts";
import type { Difference, Estimate } from "../between-worlds.ts";
import { figureText } from "./figure-names.ts";
import { STUDY_FIGURES, type StudyFigure } from "../figures.ts";

/** Those that a summary has room for. */
export const HEADLINE_FIGURES: readonly StudyFigure[] = STUDY_FIGURES.filter(({ name }) =>
  ["interception", "falseInterception", "accuracy", "coverage", "success"].includes(name),
);

export function figureNamed(name: string): StudyFigure {
  return STUDY_FIGURES.find((figure) => figure.name === name)!;
}

/** "money lost, yuan": with the unit where neither the words nor the values say it. */
export function titleText({ name, words, unit }: StudyFigure): Words {
  const text = figureText({ name, words });
  if (unit === "yuan") return both`${text}, ${{ en: "yuan", zh: "元" }}`;
  return unit === "minutes" ? both`${text}, ${{ en: "minutes", zh: "分钟" }}` : text;
}

/** 55.4 %, 1,269, 2.42 M. */
export function figureWords({ unit }: StudyFigure, value: number): string {
  if (unit === "correlation") return value.toFixed(3);
  if (unit === "share") return `${percent(value, digitsOf(value))} %`;
  return amount(value);
}

/** So many that a share near 0 can be told from it. */
function digitsOf(share: number): number {
  return share !== 0 && Math.abs(share) < 0.0095 ? 3 : 1;
}

function percent(share: number, digits: number): string {
  return (share * 100).toFixed(digits);
}

function amount(value: number): string {
  return Math.abs(value) < 100 ? String(Number(value.toPrecision(3))) : formatAmount(value);
}

/** "55.4 %", below it its interval; words where there is none. */
export function estimateWords(figure: StudyFigure, { value, low, high, worlds }: Estimate | Difference): string[] {
  if (value === null) return [NONE];
  const told = figureWords(figure, value);
  if (low === null || high === null) return [told, `(${formatCount(worlds)} ${worlds === 1 ? "world" : "worlds"})`];
  return [told, intervalWords(figure, low, high)];
}

/** "49.9-60.7", of a share in per cent; "-2.1 to 0.4" where a sign would be taken for a dash. */
export function intervalWords({ unit }: StudyFigure, low: number, high: number): string {
  const digits = Math.max(Math.abs(low), Math.abs(high)) < 0.0095 ? 3 : 1;
  const told = [low, high].map((end) => {
    if (unit === "share") return percent(end, digits);
    return unit === "correlation" ? end.toFixed(3) : amount(end);
  });
  return told.join(low < 0 ? " to " : "-");
}

/** The figure and its interval, with a joint between them. */
export function estimateText(
  figure: StudyFigure,
  { value, low, high, worlds }: Estimate | Difference,
  joint: string,
): Text {
  if (value === null) return { en: NONE, zh: "无" };
  const told = figureWords(figure, value);
  if (low !== null && high !== null) return joined([told, intervalText(figure, low, high)], joint);
  return joined([told, { en: `(${worldsText(worlds).en})`, zh: `（${worldsText(worlds).zh}）` }], joint);
}

export function intervalText(figure: StudyFigure, low: number, high: number): Words {
  const words = intervalWords(figure, low, high);
  return { en: words, zh: words.replace(" to ", " 至 ") };
}

function worldsText(worlds: number): Words {
  return { en: `${formatCount(worlds)} ${worlds === 1 ? "world" : "worlds"}`, zh: `${formatCount(worlds)} 个世界` };
}

/** Of a mean: n is worlds; of a rate also its trials. */
export function samplesText({ worlds, trials }: Estimate): Words {
  const n = trials === null ? "" : `, n = ${formatCount(Math.round(trials))}`;
  return both`${worldsText(worlds)}${n}`;
}

/** A change, in points of a share. */
export function changeText(figure: StudyFigure, change: Difference): Text {
  const isShare = figure.unit === "share";
  const text = estimateText(figure, change, "\n");
  return isShare ? inPoints(text) : text;
}

/** Of a difference between shares: "1.2 points". */
export function inPoints(text: Text): Text {
  return { en: en(text).replaceAll(" %", " points"), zh: zh(text).replaceAll(" %", " 个百分点") };
}

/** A change, in points of a share. */
export function changeWords(figure: StudyFigure, change: Difference): string[] {
  return estimateWords(figure, change).map((line) => (figure.unit === "share" ? line.replace(" %", " points") : line));
}
