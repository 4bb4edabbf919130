/** What the terminal tells of a sweep: its points, and what each parameter moves. Both fit 80 columns. */
import { stack, type ReportTable } from "../../ui/table.ts";
import type { StudyFigure } from "../figures.ts";
import type { MainEffect } from "../effects.ts";
import type { Importance } from "../importance.ts";
import type { PointFigures, SweepDocument } from "../sweep.ts";
import { changeWords, estimateWords, figureWords } from "./figure-words.ts";

/** `most`: points shown. Figures that do not fit side by side go into further tables. */
export function sweepTables(document: SweepDocument, most: number, figures: readonly StudyFigure[]): ReportTable[] {
  const tables: ReportTable[] = [];
  for (let from = 0; from < figures.length; from += COLUMNS) {
    tables.push(...tablesOf(document, most, figures.slice(from, from + COLUMNS)));
  }
  return tables;
}

const COLUMNS = 5;

function tablesOf(
  { scenario, parameters, points, importance }: SweepDocument,
  most: number,
  some: readonly StudyFigure[],
): ReportTable[] {
  const shown = points.slice(0, most);
  if (parameters.length === 0) return [replicationTable(scenario, points, some)];
  const cut = points.length > most ? `The first ${most} of ${points.length} points. ` : "";
  return [
    {
      head: [parameters.map(brokenPath).join("\n"), ...some.map(headOf)],
      rows: shown.map(({ parameters: values, figures }) => [
        parameters.map((path) => String(values[path])).join("\n"),
        ...cellsOf(figures, some),
      ]),
      notes: [`${cut}${POINT_NOTE}`],
    },
    effectTable(parameters, importance, some),
  ];
}

function replicationTable(
  scenario: string,
  points: SweepDocument["points"],
  some: readonly StudyFigure[],
): ReportTable {
  return {
    head: ["Scenario", ...some.map(headOf)],
    rows: points.map(({ figures }) => [scenario, ...cellsOf(figures, some)]),
    notes: [POINT_NOTE],
  };
}

function cellsOf(figures: PointFigures["figures"], some: readonly StudyFigure[]): string[] {
  return some.map((figure) => {
    const [value, rest] = estimateWords(figure, figures[figure.name]!);
    return stack(value!, rest ?? "");
  });
}

const POINT_NOTE = "Below each figure its 95 % interval between worlds, or their number where that is too small.";
const HEADS_OF_FIGURES: Readonly<Record<string, string>> = {
  interception: "fraud\nblocked",
  falseInterception: "benign\nblocked",
  accuracy: "warnings:\naccuracy",
};

/** Any other name as typed, a part a line: it has its unit. */
function headOf({ name }: StudyFigure): string {
  return HEADS_OF_FIGURES[name] ?? name.replace(/(?<=[a-z])(?=[A-Z])/g, "\n");
}

export function brokenPath(path: string): string {
  const dot = path.lastIndexOf(".");
  return path.length <= 14 || dot < 0 ? path : `${path.slice(0, dot + 1)}\n ${path.slice(dot + 1)}`;
}

function effectTable(
  parameters: readonly string[],
  importance: readonly Importance[],
  some: readonly StudyFigure[],
): ReportTable {
  return {
    head: ["From first\nto last value", ...some.map(headOf)],
    rows: parameters.map((path) => [
      brokenPath(path),
      ...some.map((figure) => {
        const found = importance.find(({ figure: name }) => name === figure.name);
        const parameter = found?.parameters.find((one) => one.path === path);
        return parameter === undefined ? "none" : effectCell(figure, parameter.effect);
      }),
    ]),
    notes: [`${some.every(isShare) ? "In points" : "Shares in points"}: ${CHANGE_NOTE}`],
  };
}

const CHANGE_NOTE =
  "how much higher a figure is at the last value than at the first, all else averaged over: the mean of differences between runs of one seed, with its 95 % interval over seeds.";

function effectCell(figure: StudyFigure, { change }: MainEffect): string {
  const { low, high } = change;
  const [value, worlds] = changeWords(figure, change);
  return stack(bare(value!), low === null || high === null ? (worlds ?? "") : rangeWords(figure, low, high));
}

function rangeWords(figure: StudyFigure, low: number, high: number): string {
  if (isShare(figure)) return `${inPoints(low)}..${inPoints(high)}`;
  return `${figureWords(figure, low)} to\n${figureWords(figure, high)}`;
}

function isShare({ unit }: StudyFigure): boolean {
  return unit === "share";
}

function inPoints(share: number): string {
  return (share * 100).toFixed(Math.abs(share) < 0.1 ? 1 : 0);
}

function bare(words: string): string {
  return words.replace(" points", "").replace(" %", "");
}
