/** The page of a sweep: charts of the figures asked for, and a table of all. From its document alone. */
import { formatCount } from "../../core/counted.ts";
import { countOf, t, type Text } from "../../ui/words.ts";
import type { Chart } from "../../ui/chart/chart.ts";
import { printableDocument } from "../../ui/printable-document.ts";
import type { ReportTable } from "../../ui/table.ts";
import type { SweepDocument } from "../sweep.ts";
import { effectChart } from "./effect-charts.ts";
import { effectMap, gridOf } from "./effect-map.ts";
import { estimateText, figureNamed, titleText } from "./figure-words.ts";
import type { StudyPage } from "./study-page.ts";

/** For each leading figure, the parameters that move it most. */
const LEADING_PARAMETERS = 2;

export function sweepPage(document: SweepDocument): StudyPage {
  const sweep = printableDocument(document);
  const { parameters, seeds, scenario, design, points, failures, runs, reproduce } = sweep;
  const list = parameters.join(", ");
  const failed: Text = failures.length === 0 ? "" : t` · ${countOf(failures.length, "run")} failed and are left out`;
  return {
    title: parameters.length === 0 ? scenario : t`${scenario} along ${list}`,
    kicker: t`sweep`,
    facts: t`${countOf(points.length, "point")}, ${countOf(seeds.length, "seed")} each · ${formatCount(runs)} runs · design ${design}${failed}`,
    text: t`Every point ran with the same seeds, so that what differs between points of one seed is what the parameters did. A rate is pooled over its worlds (a seed is a world). Intervals are 95 %, between worlds: they say where a figure would lie if worlds of this kind were drawn anew. How sure a rate is within its one world stands in the table, in the columns Low and High.`,
    sections: [
      ...(parameters.length === 0
        ? []
        : [
            {
              id: "leading",
              title: t`What the parameters do`,
              text: LEADING_WORDS,
              charts: leadingCharts(sweep),
            },
          ]),
      {
        id: "points",
        title: t`Every point`,
        tables: [pointTable(sweep)],
        isFolded: parameters.length > 0,
      },
      { id: "study", title: t`The study`, facts: studyFacts(sweep) },
    ],
    reproduce,
  };
}

const LEADING_WORDS = t`The figures asked for (--figures). The table below has all of them, and the CSV file every run.`;

function leadingCharts(sweep: SweepDocument): Chart[] {
  const grid = gridOf(sweep);
  return sweep.importance
    .filter(({ figure }) => sweep.figures.includes(figure))
    .toSorted((a, b) => sweep.figures.indexOf(a.figure) - sweep.figures.indexOf(b.figure))
    .flatMap((importance) => {
      if (grid !== null) return [effectMap(figureNamed(importance.figure), grid)];
      return importance.parameters.slice(0, LEADING_PARAMETERS).map(({ path, effect }) => {
        const id = `leading-${sweep.parameters.indexOf(path) + 1}-${importance.figure.toLowerCase()}`;
        return effectChart(figureNamed(importance.figure), path, effect, id);
      });
    });
}

function pointTable({ parameters: paths, points, importance }: SweepDocument): ReportTable {
  const figures = importance.map(({ figure }) => figureNamed(figure));
  return {
    head: [t`point`, ...paths, ...figures.map(titleText)],
    rows: points.map(({ point, parameters, figures: found }) => [
      String(point),
      ...paths.map((path) => String(parameters[path])),
      ...figures.map((figure) => estimateText(figure, found[figure.name]!, " · ")),
    ]),
    notes: [t`Behind each figure its interval, or the number of worlds where they are too few`],
  };
}

function studyFacts(sweep: SweepDocument): [Text, Text][] {
  const { scenario, settings, over, parameters, design, designSeed, seeds, arms, version } = sweep;
  const none = t`none`;
  return [
    [t`Scenario`, scenario],
    [t`Set`, settings.length === 0 ? t`nothing` : settings.join(", ")],
    [t`Over`, overWords(over, parameters)],
    [t`Design`, t`${design}, seed ${designSeed}`],
    [t`Seeds`, seeds.join(", ")],
    [t`Paired runs`, arms.length === 0 ? none : arms.join(", ")],
    [t`Version`, version],
  ];
}

function overWords(over: readonly string[], parameters: readonly string[]): Text {
  if (over.length > 0) return over.join("; ");
  return parameters.length === 0 ? t`nothing: seeds alone` : t`a list of points`;
}
