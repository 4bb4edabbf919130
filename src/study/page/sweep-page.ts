/** The page of a sweep: which parameter matters, figures along each, and every point. From its result alone. */
import { markup } from "../../report/html/markup.ts";
import { renderFacts, renderFigure, renderReportTable, renderTable } from "../../report/html/figure.ts";
import { renderPage, type Section } from "../../report/html/page.ts";
import { printableDocument } from "../../report/printable-document.ts";
import { counted, formatCount } from "../../report/format.ts";
import type { SweepResult } from "../sweep.ts";
import { effectChart } from "./effect-charts.ts";
import { estimateWords, figureNamed } from "./figure-words.ts";
import { importanceTables } from "./importance-tables.ts";

/** What a page is made of: all but how it came about, so that it is the same however often it was interrupted. */
export type SweepPage = Pick<SweepResult, "study" | "points" | "importance" | "table" | "failures">;

/** More curves than this make no page that one reads: those of the figures that come first are drawn. */
const MAX_CHARTS = 80;

/** One HTML file: 20 ms and some 20 KB for each curve. */
export function renderSweepPage({ study, points, importance, table, failures }: SweepPage): string {
  const document = printableDocument({ study, points, importance });
  const { parameters, seeds, scenario, design } = document.study;
  const runs = `${counted(points.length, "point")}, ${counted(seeds.length, "seed")} each`;
  const failed = failures.length === 0 ? "" : ` · ${counted(failures.length, "run")} failed and are left out`;
  return renderPage({
    title: parameters.length === 0 ? scenario : `${scenario} along ${parameters.join(", ")}`,
    kicker: "Ringfence sweep",
    facts: `${runs} · ${formatCount(table.rows.length)} runs · design ${design}${failed}`,
    headline: markup`<p>
      Every point ran with the same seeds, so that what differs between points of one seed is what the parameters did. A
      rate is pooled over its worlds (a seed is a world). Intervals are 95 %, between worlds: they say where a figure
      would lie if worlds of this kind were drawn anew. How sure a rate is within its one world stands in the table, in
      the columns Low and High.
    </p>`,
    sections: [
      ...(parameters.length === 0 ? [] : parameterSections(document)),
      {
        id: "points",
        title: "Every point",
        body: renderTable(
          pointTable(document),
          "Below each figure its interval, or the number of worlds where they are too few",
        ),
      },
      { id: "study", title: "The study", body: studyFacts(document) },
    ],
  });
}

type PageDocument = Pick<SweepPage, "study" | "points" | "importance">;

function parameterSections(document: PageDocument): Section[] {
  const tables = markup`${importanceTables(document.importance).map(renderReportTable)}`;
  return [{ id: "importance", title: "Which parameter matters", body: tables }, ...curveSections(document)];
}

function curveSections({ study, importance }: PageDocument): Section[] {
  // A figure that no parameter moves is told in the table.
  const moved = importance.filter(({ parameters }) => parameters.some(({ effect }) => (effect.span ?? 0) > 0));
  const drawn = moved.slice(0, Math.max(1, Math.floor(MAX_CHARTS / study.parameters.length)));
  return study.parameters.map((path, axis) => {
    const charts = drawn.map(({ figure, parameters }) => {
      const { effect } = parameters.find((parameter) => parameter.path === path)!;
      return effectChart(figureNamed(figure), path, effect, `along-${axis + 1}-${figure.toLowerCase()}`);
    });
    return { id: `along-${axis + 1}`, title: `Along ${path}`, body: markup`${charts.map(renderFigure)}` };
  });
}

function pointTable({ study, points, importance }: PageDocument) {
  const figures = importance.map(({ figure }) => figureNamed(figure));
  return {
    head: ["point", ...study.parameters, ...figures.map(({ words }) => words)],
    rows: points.map(({ point, parameters, figures: found }) => [
      String(point),
      ...study.parameters.map((path) => String(parameters[path])),
      ...figures.map((figure) => estimateWords(figure, found[figure.name]!).join(" · ")),
    ]),
  };
}

function studyFacts({ study }: PageDocument) {
  const { scenario, settings, over, parameters, design, designSeed, seeds, arms, version } = study;
  return renderFacts([
    ["Scenario", scenario],
    ["Set", settings.length === 0 ? "nothing" : settings.join(", ")],
    ["Over", overWords(over, parameters)],
    ["Design", `${design}, seed ${designSeed}`],
    ["Seeds", seeds.join(", ")],
    ["Paired runs", arms.length === 0 ? "none" : arms.join(", ")],
    ["Version", version],
  ]);
}

function overWords(over: readonly string[], parameters: readonly string[]): string {
  if (over.length > 0) return over.join("; ");
  return parameters.length === 0 ? "nothing: seeds alone" : "a list of points";
}
