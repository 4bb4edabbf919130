/** The page of a sweep: which parameter matters, figures along each, and every point. From its document alone. */
import { counted, formatCount } from "../../report/format.ts";
import { printableDocument } from "../../report/printable-document.ts";
import type { ReportTable } from "../../report/report-table.ts";
import type { SweepDocument } from "../sweep.ts";
import { effectChart } from "./effect-charts.ts";
import { estimateWords, figureNamed, titleWords } from "./figure-words.ts";
import { importanceTables } from "./importance-tables.ts";
import type { StudyPage, StudySection } from "./study-page.ts";

/** More curves than this make no page that one reads: those of the figures that come first are drawn. */
const MAX_CHARTS = 80;

export function sweepPage(document: SweepDocument): StudyPage {
  const sweep = printableDocument(document);
  const { parameters, seeds, scenario, design, points, failures, runs, reproduce } = sweep;
  const failed = failures.length === 0 ? "" : ` · ${counted(failures.length, "run")} failed and are left out`;
  return {
    title: parameters.length === 0 ? scenario : `${scenario} along ${parameters.join(", ")}`,
    kicker: "sweep",
    facts: `${counted(points.length, "point")}, ${counted(seeds.length, "seed")} each · ${formatCount(runs)} runs · design ${design}${failed}`,
    text:
      "Every point ran with the same seeds, so that what differs between points of one seed is what the parameters did. A " +
      "rate is pooled over its worlds (a seed is a world). Intervals are 95 %, between worlds: they say where a figure " +
      "would lie if worlds of this kind were drawn anew. How sure a rate is within its one world stands in the table, in " +
      "the columns Low and High.",
    sections: [
      ...(parameters.length === 0 ? [] : parameterSections(sweep)),
      { id: "points", title: "Every point", tables: [pointTable(sweep)] },
      { id: "study", title: "The study", facts: studyFacts(sweep) },
    ],
    reproduce,
  };
}

function parameterSections(sweep: SweepDocument): StudySection[] {
  const tables = importanceTables(sweep.importance);
  return [{ id: "importance", title: "Which parameter matters", tables }, ...curveSections(sweep)];
}

function curveSections({ parameters: paths, importance }: SweepDocument): StudySection[] {
  // A figure that no parameter moves is told in the table.
  const moved = importance.filter(({ parameters }) => parameters.some(({ effect }) => (effect.span ?? 0) > 0));
  const drawn = moved.slice(0, Math.max(1, Math.floor(MAX_CHARTS / paths.length)));
  return paths.map((path, axis) => ({
    id: `along-${axis + 1}`,
    title: `Along ${path}`,
    charts: drawn.map(({ figure, parameters }) => {
      const { effect } = parameters.find((parameter) => parameter.path === path)!;
      return effectChart(figureNamed(figure), path, effect, `along-${axis + 1}-${figure.toLowerCase()}`);
    }),
  }));
}

function pointTable({ parameters: paths, points, importance }: SweepDocument): ReportTable {
  const figures = importance.map(({ figure }) => figureNamed(figure));
  return {
    head: ["point", ...paths, ...figures.map(titleWords)],
    rows: points.map(({ point, parameters, figures: found }) => [
      String(point),
      ...paths.map((path) => String(parameters[path])),
      ...figures.map((figure) => estimateWords(figure, found[figure.name]!).join(" · ")),
    ]),
    notes: ["Below each figure its interval, or the number of worlds where they are too few"],
  };
}

function studyFacts(sweep: SweepDocument): [string, string][] {
  const { scenario, settings, over, parameters, design, designSeed, seeds, arms, version } = sweep;
  return [
    ["Scenario", scenario],
    ["Set", settings.length === 0 ? "nothing" : settings.join(", ")],
    ["Over", overWords(over, parameters)],
    ["Design", `${design}, seed ${designSeed}`],
    ["Seeds", seeds.join(", ")],
    ["Paired runs", arms.length === 0 ? "none" : arms.join(", ")],
    ["Version", version],
  ];
}

function overWords(over: readonly string[], parameters: readonly string[]): string {
  if (over.length > 0) return over.join("; ");
  return parameters.length === 0 ? "nothing: seeds alone" : "a list of points";
}
