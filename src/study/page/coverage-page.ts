/** Coverage of intervals as a page, in a terminal and in Markdown, from its document alone. */
import { counted } from "../../core/counted.ts";
import { printableDocument } from "../../report/printable-document.ts";
import type { ReportTable } from "../../report/report-table.ts";
import type { Coverage } from "../coverage.ts";
import { type CoverageGroup, groupsOfOne } from "../validation/interval-coverage.ts";
import { seedListWords } from "./difference-words.ts";
import type { StudyPage } from "./study-page.ts";
import { markdownTable } from "./validation-page.ts";

/** `hasAll`: a row for each figure. */
export function coverageTables(coverage: Coverage, hasAll: boolean): [intervals: ReportTable, figures: ReportTable] {
  const { scenario, seeds, groups, rows, figures } = coverage;
  return [
    {
      head: ["Interval", ...COVERAGE_HEAD],
      rows: (hasAll ? groupsOfOne(rows) : groups).map((group) => [shortened(group.name), ...cellsOf(group)]),
      notes: [
        `${counted(seeds.length, "world")} of ${scenario}, seeds ${seedListWords(seeds)}; held: the interval holds the mean over worlds; least: by the figure that holds it least; width: by that of 3.92 standard deviations over worlds`,
      ],
    },
    {
      head: ["Figure", ...figureHead(seeds[0]!)],
      rows: figures.map((figure) => [figure.name, ...figureCells(figure)]),
      notes: ["z: standard deviations over worlds from their mean"],
    },
  ];
}

/** As docs/statistics.md holds it. */
export function coverageMarkdown({ seeds, groups, figures }: Coverage): string {
  const marked = groups.map((group) => [`\`${group.name}\``, ...cellsOf(group)]);
  const named = figures.map((figure) => [`\`${figure.name}\``, ...figureCells(figure)]);
  const head = ["figure", ...figureHead(seeds[0]!)];
  return `${markdownTable(["interval", ...COVERAGE_HEAD], marked)}\n${markdownTable(head, named)}`;
}

export function coveragePage(document: Coverage): StudyPage {
  const coverage = printableDocument(document);
  const [groups, figures] = coverageTables(coverage, false);
  const [rows] = coverageTables(coverage, true);
  return {
    title: `How often intervals hold the truth in ${coverage.scenario}`,
    kicker: "coverage",
    facts: `Seeds ${seedListWords(coverage.seeds)} · ${counted(coverage.runs, "run")} with their paired runs`,
    text: "The truth of a figure is its mean over the worlds, which differ in nothing but the seed. 95 of 100 intervals are to hold it.",
    sections: [
      { id: "groups", title: "Intervals, by what they tell of", tables: [groups] },
      { id: "seed", title: "How ordinary the first seed is", tables: [figures] },
      { id: "rows", title: "Every interval", tables: [rows] },
    ],
    reproduce: coverage.reproduce,
  };
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

function figureCells({ mean, deviation, first, z }: Coverage["figures"][number]): string[] {
  return [mean, deviation, first, z].map((value) => (value === null ? "" : value.toFixed(3)));
}

/** A table of a terminal is 80 columns wide. */
const NAME_COLUMNS = 33;

function shortened(name: string): string {
  return name.length <= NAME_COLUMNS ? name : `${name.slice(0, NAME_COLUMNS - 1)}…`;
}
