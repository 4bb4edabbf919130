import { countOf, joined, perLanguage, t, type Text, type Localised } from "../../ui/words.ts";
import { formatAmount, formatCount, NONE } from "../../ui/format.ts";
import type { Difference, Estimate } from "../between-worlds.ts";
import { figureText } from "./figure-names.ts";
import { STUDY_FIGURES, type StudyFigure } from "../figures.ts";

export function figureNamed(name: string): StudyFigure {
  return STUDY_FIGURES.find((figure) => figure.name === name)!;
}

/** "money lost, yuan": with the unit, unless words or values have it. */
export function titleText({ words, unit }: StudyFigure): Localised {
  const text = figureText({ words });
  if (unit === "yuan") return t`${text}, yuan`;
  return unit === "minutes" ? t`${text}, minutes` : text;
}

/** 55.4 %, 1,269, 2.42 M. */
export function figureWords({ unit }: StudyFigure, value: number): string {
  if (unit === "correlation") return value.toFixed(3);
  if (unit === "share") return `${percent(value, digitsOf(value))} %`;
  return amount(value);
}

/** Digits that tell a share near 0 from it. */
function digitsOf(share: number): number {
  return share !== 0 && Math.abs(share) < 0.0095 ? 3 : 1;
}

function percent(share: number, digits: number): string {
  return (share * 100).toFixed(digits);
}

function amount(value: number): string {
  return Math.abs(value) < 100 ? String(Number(value.toPrecision(3))) : formatAmount(value);
}

/** "55.4 %" above its interval; words if there is none. */
export function estimateWords(figure: StudyFigure, { value, low, high, worlds }: Estimate | Difference): string[] {
  if (value === null) return [NONE];
  const told = figureWords(figure, value);
  if (low === null || high === null) return [told, `(${formatCount(worlds)} ${worlds === 1 ? "world" : "worlds"})`];
  return [told, intervalWords(figure, low, high)];
}

/** "49.9-60.7" in per cent of a share; "-2.1 to 0.4" where a sign looks like a dash. */
export function intervalWords({ unit }: StudyFigure, low: number, high: number): string {
  const digits = Math.max(Math.abs(low), Math.abs(high)) < 0.0095 ? 3 : 1;
  const told = [low, high].map((end) => {
    if (unit === "share") return percent(end, digits);
    return unit === "correlation" ? end.toFixed(3) : amount(end);
  });
  return told.join(low < 0 ? " to " : "-");
}

export function estimateText(
  figure: StudyFigure,
  { value, low, high, worlds }: Estimate | Difference,
  joint: string,
): Text {
  if (value === null) return t`none`;
  const told = figureWords(figure, value);
  if (low !== null && high !== null) return joined([told, intervalText(figure, low, high)], joint);
  return joined([told, t`(${worldsText(worlds)})`], joint);
}

export function intervalText(figure: StudyFigure, low: number, high: number): Localised {
  const words = intervalWords(figure, low, high);
  return perLanguage(words, words.replace(" to ", " 至 "));
}

function worldsText(worlds: number): Localised {
  return countOf(worlds, "world");
}

/** n is worlds; a rate also has its trials. */
export function samplesText({ worlds, trials }: Estimate): Localised {
  const n = trials === null ? "" : `, n = ${formatCount(Math.round(trials))}`;
  return t`${worldsText(worlds)}${n}`;
}

export function changeWords(figure: StudyFigure, change: Difference): string[] {
  return estimateWords(figure, change).map((line) => (figure.unit === "share" ? line.replace(" %", " points") : line));
}
