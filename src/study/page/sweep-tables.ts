/** What the terminal tells of a sweep: its points, and what each parameter moves. Both fit 80 columns. */
import { stack, type ReportTable } from "../../report/report-table.ts";
import type { StudyFigure } from "../figures.ts";
import type { Importance, ParameterImportance } from "../importance.ts";
import type { PointFigures, SweepDocument } from "../sweep.ts";
import { changeWords, estimateWords, figureWords, HEADLINE_FIGURES, intervalWords } from "./figure-words.ts";

/** Of the headline figures; `most`: points that are shown. */
export function sweepTables({ scenario, parameters, points, importance }: SweepDocument, most: number): ReportTable[] {
  const shown = points.slice(0, most);
  if (parameters.length === 0) return [replicationTable(scenario, points)];
  const cut = points.length > most ? `The first ${most} of ${points.length} points. ` : "";
  return [
    {
      head: [parameters.map(brokenPath).join("\n"), ...HEADLINE_HEADS],
      rows: shown.map(({ parameters: values, figures }) => [
        parameters.map((path) => String(values[path])).join("\n"),
        ...headlineCells(figures),
      ]),
      notes: [`${cut}${HEADLINE_NOTE}`],
    },
    effectTable(parameters, importance),
  ];
}

/** Of a study without parameters: one row. */
function replicationTable(scenario: string, points: SweepDocument["points"]): ReportTable {
  return {
    head: ["Scenario", ...HEADLINE_HEADS],
    rows: points.map(({ figures }) => [scenario, ...headlineCells(figures)]),
    notes: [HEADLINE_NOTE],
  };
}

function headlineCells(figures: PointFigures["figures"]): string[] {
  return HEADLINE_FIGURES.map((figure) => {
    const [value, rest] = estimateWords(figure, figures[figure.name]!);
    return stack(value!, rest ?? "");
  });
}

const HEADLINE_NOTE = "Below each figure its 95 % interval between worlds, or their number where that is too small.";
const HEADLINE_HEADS = ["fraud\nblocked", "benign\nblocked", "warnings:\naccuracy", "coverage", "success"];

/** A path that would widen the column goes on in the next line. */
export function brokenPath(path: string): string {
  const dot = path.lastIndexOf(".");
  return path.length <= 14 || dot < 0 ? path : `${path.slice(0, dot + 1)}\n ${path.slice(dot + 1)}`;
}

function effectTable(parameters: readonly string[], importance: readonly Importance[]): ReportTable {
  const first = importance[0]?.parameters[0];
  const kind = first?.sobol ? "sobol" : first?.morris ? "morris" : "change";
  return {
    head: [HEADS[kind], ...HEADLINE_HEADS],
    rows: parameters.map((path) => [
      brokenPath(path),
      ...HEADLINE_FIGURES.map((figure) => {
        const found = importance.find(({ figure: name }) => name === figure.name);
        const parameter = found?.parameters.find((one) => one.path === path);
        return parameter === undefined ? "none" : effectCell(figure, parameter);
      }),
    ]),
    notes: [NOTES[kind]],
  };
}

const HEADS = { change: "From first\nto last value", morris: "Morris mu*", sobol: "Sobol index,\ntotal" } as const;
const NOTES = {
  change:
    "In points: how much higher a figure is at the last value than at the first, all else averaged over: the mean of differences between runs of one seed, with its 95 % interval over seeds.",
  morris:
    "In points: how far a move along the whole range moves the figure, whatever its direction, with its 95 % interval over walks. The page has mu and sigma.",
  sobol:
    "The share of the variance between points that the parameter explains, alone and with all it acts with, with its 95 % interval over base points. The page has what it explains alone.",
} as const;

function effectCell(figure: StudyFigure, { effect, morris, sobol }: ParameterImportance): string {
  if (sobol !== null) {
    const { value, low, high } = sobol.total;
    const interval = low === null || high === null ? "" : `${low.toFixed(2)}-${high.toFixed(2)}`;
    return value === null ? "none" : stack(value.toFixed(2), interval);
  }
  if (morris !== null) {
    const { muStar, low, high } = morris;
    const interval = low === null || high === null ? "" : intervalWords(figure, low, high);
    return muStar === null ? "none" : stack(bare(figureWords(figure, muStar)), interval);
  }
  const { low, high } = effect.change;
  const [value, worlds] = changeWords(figure, effect.change);
  return stack(bare(value!), low === null || high === null ? (worlds ?? "") : `${inPoints(low)}..${inPoints(high)}`);
}

/** Of a share. Five columns of them fit a terminal. */
function inPoints(share: number): string {
  return (share * 100).toFixed(Math.abs(share) < 0.1 ? 1 : 0);
}

/** All of it is in points. */
function bare(words: string): string {
  return words.replace(" points", "").replace(" %", "");
}
