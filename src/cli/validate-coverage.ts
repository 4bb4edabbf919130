/** `ringfence validate --coverage`: how often intervals hold the mean over worlds; how ordinary the first seed is. */
import { simulateArms } from "../study/variants/arms.ts";
import type { StartedPool } from "../engine/simulation-pool.ts";
import { intervalsOf, type PrintedInterval } from "../report/figure-path.ts";
import { reportRun } from "../report/run-report.ts";
import type { Scenario } from "../scenario/schema.ts";
import { renderTable } from "../core/terminal/table.ts";
import { type CoverageGroup, coverageOf, groupCoverage, groupsOfOne } from "../study/validate/coverage.ts";
import { type Headline, headlineOf, type SeedFigure, seedFigures } from "../study/validate/seed-figures.ts";
import { jsonDocument, wantsColour } from "./output.ts";
import { markdownTable, teller, type ValidateOptions } from "./validate-parts.ts";

export async function printCoverage(scenario: Scenario, options: ValidateOptions, pool: StartedPool): Promise<void> {
  const { seed: first, seeds, workers, json, details = false } = options;
  const tell = teller(options);
  const worlds: PrintedInterval[][] = [];
  const headlines: Headline[] = [];
  for (let seed = first; seed < first + seeds; seed++) {
    const arms = await simulateArms({ scenario, seed, workers, pool, counterfactual: true });
    const report = reportRun(arms, { scenario, seed, workers, reproduce: "" });
    worlds.push(intervalsOf(report));
    headlines.push(headlineOf(report));
    tell(`${worlds.length} of ${seeds} worlds`);
  }
  const rows = coverageOf(worlds);
  const groups = groupCoverage(rows);
  const figures = seedFigures(headlines);
  if (json) {
    process.stdout.write(jsonDocument({ scenario: scenario.name, seed: first, seeds, groups, rows, figures }));
    return;
  }
  if (options.markdown) {
    const marked = groups.map((group) => [`\`${group.name}\``, ...cellsOf(group)]);
    const named = figures.map((figure) => [`\`${figure.name}\``, ...figureCells(figure)]);
    process.stdout.write(
      `${markdownTable(["interval", ...COVERAGE_HEAD], marked)}\n${markdownTable(["figure", ...figureHead(first)], named)}`,
    );
    return;
  }
  const style = { colour: wantsColour(process.stdout) };
  const named = (details ? groupsOfOne(rows) : groups).map((group) => [shortened(group.name), ...cellsOf(group)]);
  const below = `${seeds} worlds of ${scenario.name}, seeds ${first} to ${first + seeds - 1}; held: the interval holds the\nmean over worlds; least: by the figure that holds it least; width: by\nthat of 3.92 standard deviations over worlds`;
  const spread = figures.map((figure) => [figure.name, ...figureCells(figure)]);
  process.stdout.write(
    `${renderTable(["Interval", ...COVERAGE_HEAD], named, style, below)}\n\n${renderTable(["Figure", ...figureHead(first)], spread, style, "z: standard deviations over worlds from their mean")}\n`,
  );
}

const COVERAGE_HEAD = ["figures", "intervals", "held", "least", "width"] as const;

function cellsOf({ figures, intervals, held, least, width }: CoverageGroup): string[] {
  return [
    String(figures),
    String(intervals),
    percent(held / intervals),
    figures === 1 || least === null ? "" : percent(least),
    width === null ? "" : width.toFixed(2),
  ];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function figureHead(seed: number): string[] {
  return ["mean", "deviation", `seed ${seed}`, "z"];
}

function figureCells({ mean, deviation, first, z }: SeedFigure): string[] {
  return [mean, deviation, first, z].map((value) => (value === null ? "" : value.toFixed(3)));
}

/** A table of a terminal is 80 columns wide. */
const NAME_COLUMNS = 33;

function shortened(name: string): string {
  return name.length <= NAME_COLUMNS ? name : `${name.slice(0, NAME_COLUMNS - 1)}…`;
}
