/** A sweep as tables, and as a page that leads with charts of the figures asked for. From its document alone. */
import { type ReportTable, stack } from "../../ui/table.ts";
import { countOf, t, type Text } from "../../ui/words.ts";
import { figuresNamed, type StudyFigure } from "../figures.ts";
import type { SweepDocument } from "../sweep.ts";
import { alongChart, effectChart, gridOf } from "./effect-chart.ts";
import type { StudyPage } from "./study-page.ts";
import { brokenPath, changeText, differenceHead, estimateText, narrowHead, shortName } from "./words.ts";

const COLUMNS = 4;

/** For the terminal: `most` points. Figures that do not fit side by side stand in further tables. */
export function sweepTables(document: SweepDocument, most: number): ReportTable[] {
  const figures = figuresNamed(document.figures);
  const tables: ReportTable[] = [];
  for (let from = 0; from < figures.length; from += COLUMNS) {
    const some = figures.slice(from, from + COLUMNS);
    tables.push(pointTable(document, some, most));
    if (document.parameters.length > 0) tables.push(changeTable(document, some));
  }
  return tables.map((table) => ({ ...table, head: table.head.map(narrowHead) }));
}

function pointTable(
  { scenario, parameters, points }: SweepDocument,
  figures: readonly StudyFigure[],
  most: number,
): ReportTable {
  const isCut = points.length > most;
  return {
    head: [parameters.length === 0 ? t`Scenario` : parameters.map(brokenPath).join("\n"), ...figures.map(shortName)],
    rows: points
      .slice(0, most)
      .map(({ parameters: values, figures: found }) => [
        parameters.length === 0 ? scenario : parameters.map((path) => String(values[path])).join("\n"),
        ...figures.map((figure) => estimateText(figure, found[figure.name]!, "\n")),
      ]),
    notes: [
      t`Below each figure its 95 % interval between worlds, or their number where they are too few.`,
      ...(isCut ? [t`The first ${most} of ${countOf(points.length, "point")}.`] : []),
    ],
  };
}

function changeTable({ parameters, importance }: SweepDocument, figures: readonly StudyFigure[]): ReportTable {
  return {
    head: [t`First to last value`, ...figures.map(differenceHead)],
    rows: parameters.map((path) => [
      brokenPath(path),
      ...figures.map((figure) => {
        const found = importance.find(({ figure: name }) => name === figure.name);
        const effect = found?.parameters.find((parameter) => parameter.path === path)?.effect;
        if (effect === undefined) return t`none`;
        const { low, worlds } = effect.change;
        return stack(changeText(figure, effect.change), low === null ? t`(${countOf(worlds, "world")})` : "");
      }),
    ]),
    notes: [
      t`How much higher a figure is at the last value than at the first, all else averaged over: the mean of differences between runs of one seed, with half of its 95 % interval over seeds.`,
    ],
  };
}

/** For each leading figure, the parameters that move it most. */
const LEADING_PARAMETERS = 2;

export function sweepPage(sweep: SweepDocument): StudyPage {
  const { parameters, seeds, scenario, design, points, failures, runs, reproduce, importance } = sweep;
  const failed = failures.length === 0 ? "" : t` · ${countOf(failures.length, "run")} failed and are left out`;
  const grid = gridOf(sweep);
  const charts = figuresNamed(sweep.figures).flatMap((figure) => {
    const found = importance.find((each) => each.figure === figure.name);
    if (found === undefined) return [];
    if (grid !== null) return [alongChart(figure, grid, `grid-${figure.name.toLowerCase()}`)];
    return found.parameters.slice(0, LEADING_PARAMETERS).map(({ path, effect }) => {
      const id = `leading-${parameters.indexOf(path) + 1}-${figure.name.toLowerCase()}`;
      return effectChart(figure, path, effect, id);
    });
  });
  const leading = {
    id: "leading",
    title: t`What the parameters do`,
    text: t`The figures asked for (--figures). The table below has all of them, and the CSV file every run.`,
    charts,
  };
  return {
    title: parameters.length === 0 ? scenario : t`${scenario} along ${parameters.join(", ")}`,
    kicker: t`sweep`,
    facts: t`${countOf(points.length, "point")}, ${countOf(seeds.length, "seed")} each · ${countOf(runs, "run")} · design ${design}${failed}`,
    text: t`Every point ran with the same seeds, so that what differs between points of one seed is what the parameters did. A rate is pooled over its worlds (a seed is a world). Intervals are 95 %, between worlds: they say where a figure would lie if worlds of this kind were drawn anew. How sure a rate is within its one world stands in the table, in the columns Low and High.`,
    sections: [
      ...(parameters.length === 0 ? [] : [leading]),
      {
        id: "points",
        title: t`Every point`,
        tables: [pointTable(sweep, figuresNamed(importance.map(({ figure }) => figure)), points.length)],
        isFolded: parameters.length > 0,
      },
      { id: "study", title: t`The study`, facts: studyFacts(sweep) },
    ],
    reproduce,
  };
}

function studyFacts(sweep: SweepDocument): [Text, Text][] {
  const { scenario, settings, over, parameters, design, designSeed, seeds, arms, version } = sweep;
  const points = parameters.length === 0 ? t`nothing: seeds alone` : t`a list of points`;
  return [
    [t`Scenario`, scenario],
    [t`Set`, settings.length === 0 ? t`nothing` : settings.join(", ")],
    [t`Over`, over.length > 0 ? over.join("; ") : points],
    [t`Design`, t`${design}, seed ${designSeed}`],
    [t`Seeds`, seeds.join(", ")],
    [t`Paired runs`, arms.length === 0 ? t`none` : arms.join(", ")],
    [t`Version`, version],
  ];
}
