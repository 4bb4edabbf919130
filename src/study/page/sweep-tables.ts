/** What the terminal tells of a sweep: its points, and which parameter matters. */
import { stack, type ReportTable } from "../../report/tables/report-table.ts";
import type { SweepResult } from "../sweep.ts";
import { estimateWords, HEADLINE_FIGURES } from "./figure-words.ts";
import { importanceTables } from "./importance-tables.ts";

/** Of the headline figures; `most`: points that are shown. */
export function sweepTables({ study, points, importance }: SweepResult, most: number): ReportTable[] {
  const shown = points.slice(0, most);
  const cut = points.length > most ? `The first ${most} of ${points.length} points. ` : "";
  const headline = importance.filter(({ figure }) => HEADLINE_FIGURES.some(({ name }) => name === figure));
  return [
    {
      head: [study.parameters.join("\n"), ...HEADLINE_FIGURES.map(({ words }) => shortWords(words))],
      rows: shown.map(({ parameters, figures }) => [
        study.parameters.map((path) => String(parameters[path])).join("\n"),
        ...HEADLINE_FIGURES.map((figure) => {
          const [value, rest] = estimateWords(figure, figures[figure.name]!);
          return stack(value!, rest ?? "");
        }),
      ]),
      notes: [`${cut}Below each figure its 95 % interval between worlds, or their number where that is too small.`],
    },
    ...importanceTables(headline),
  ];
}

/** What stands behind a colon explains. */
function shortWords(words: string): string {
  return words.split(/[:,]/)[0]!.replace(" ", "\n");
}
