/** Which parameters matter, as tables: for the page and the terminal. */
import { formatCount } from "../../report/format.ts";
import { type ReportTable, stack } from "../../report/report-table.ts";
import type { MorrisEffect, SobolIndex } from "../screening-indices.ts";
import type { Importance, ParameterImportance } from "../importance.ts";
import type { StudyFigure } from "../figures.ts";
import { changeWords, figureNamed, figureWords, intervalWords } from "./figure-words.ts";

/** A table of each kind that the design gives. */
export function importanceTables(importance: readonly Importance[]): ReportTable[] {
  const first = importance[0]?.parameters[0];
  if (first === undefined) return [];
  if (first.morris !== null) return [morrisTable(importance)];
  if (first.sobol !== null) return [sobolTable(importance)];
  return [effectTable(importance)];
}

function effectTable(importance: readonly Importance[]): ReportTable {
  return {
    head: ["Figure: parameters by what they move", "moves it by", "from first to last value"],
    rows: rowsOf(importance, (figure, { path, effect }) => [
      path,
      effect.span === null ? "" : changeOf(figure, effect.span),
      stack(...pairOf(changeWords(figure, effect.change))),
    ]),
    notes: [
      "Moves it by: the highest less the lowest of its figures along the parameter, all else averaged over. From first to last value: the mean of differences between runs of one seed, with its 95 % interval by Student's t over seeds; none of fewer than three.",
    ],
  };
}

function morrisTable(importance: readonly Importance[]): ReportTable {
  return {
    head: ["Figure: parameters by mu*", "mu*", "mu", "sigma", "walks"],
    rows: rowsOf(importance, (figure, { path, morris }) => morrisRow(figure, path, morris!)),
    notes: [
      "Morris screening. mu*: how far a move along the whole range moves the figure, on average and whatever its direction, with a 95 % interval over walks (bootstrap; none of fewer than eight). mu has the direction. A sigma as large as mu* says that the effect depends on other parameters, or is no straight line.",
    ],
  };
}

function morrisRow(figure: StudyFigure, path: string, morris: MorrisEffect): string[] {
  const { muStar, low, high, mu, sigma, walks } = morris;
  const told = (value: number | null): string => (value === null ? "none" : changeOf(figure, value));
  const interval = low === null || high === null ? "" : intervalWords(figure, low, high);
  return [path, stack(told(muStar), interval), told(mu), told(sigma), formatCount(walks)];
}

function sobolTable(importance: readonly Importance[]): ReportTable {
  return {
    head: ["Figure: parameters by total index", "total", "by itself", "base points"],
    rows: rowsOf(importance, (_, { path, sobol }) => sobolRow(path, sobol!)),
    notes: [
      "Sobol's indices: the share of the variance between points that a parameter explains by itself, and with all that it acts with (total), with 95 % intervals over base points (bootstrap). Figures of few seeds vary by chance too, which counts as variance here.",
    ],
  };
}

function sobolRow(path: string, { first, total, bases }: SobolIndex): string[] {
  return [path, indexWords(total), indexWords(first), formatCount(bases)];
}

function indexWords({ value, low, high }: SobolIndex["first"]): string {
  if (value === null) return "none";
  return stack(value.toFixed(2), low === null || high === null ? "" : `${low.toFixed(2)} to ${high.toFixed(2)}`);
}

/** The figure's name before the first of its parameters. */
function rowsOf(
  importance: readonly Importance[],
  rowOf: (figure: StudyFigure, parameter: ParameterImportance) => string[],
): string[][] {
  return importance.flatMap(({ figure: name, parameters }) => {
    const figure = figureNamed(name);
    return parameters.map((parameter) => {
      const [path, ...cells] = rowOf(figure, parameter);
      return [`${figure.words}: ${path}`, ...cells];
    });
  });
}

function changeOf(figure: StudyFigure, value: number): string {
  return figureWords(figure, value).replace(" %", " points");
}

function pairOf([first, second]: readonly string[]): [string, string] {
  return [first ?? "", second ?? ""];
}
