/** Coverage of intervals as a page, in a terminal and in Markdown, from its document alone. */
import { counted, formatCount } from "../../core/counted.ts";
import { en, type Words, zh } from "../../core/words.ts";
import { printableDocument } from "../../report/printable-document.ts";
import type { ReportTable } from "../../report/report-table.ts";
import type { Coverage } from "../coverage.ts";
import { type CoverageGroup, groupsOfOne } from "../validation/interval-coverage.ts";
import { seedListText, seedListWords, seedsAndRuns } from "./difference-words.ts";
import type { StudyPage } from "./study-page.ts";
import { markdownTable } from "./validation-page.ts";

/** `hasAll`: a row for each figure. */
export function coverageTables(coverage: Coverage, hasAll: boolean): [intervals: ReportTable, figures: ReportTable] {
  const { scenario, seeds, groups, rows, figures } = coverage;
  return [
    {
      head: [{ en: "Interval", zh: "区间" }, ...COVERAGE_WORDS],
      rows: (hasAll ? groupsOfOne(rows) : groups).map((group) => [shortened(group.name), ...cellsOf(group)]),
      notes: [
        {
          en: `${counted(seeds.length, "world")} of ${scenario}, seeds ${seedListWords(seeds)}; held: the interval holds the mean over worlds; least: by the figure that holds it least; width: by that of 3.92 standard deviations over worlds`,
          zh: `${scenario} 的 ${formatCount(seeds.length)} 个世界，种子 ${zh(seedListText(seeds))}；包含：区间包含各世界的平均；最少：包含得最少的数字；宽度：与各世界 3.92 倍标准差之比`,
        },
      ],
    },
    {
      head: [
        { en: "Figure", zh: "数字" },
        { en: "mean", zh: "平均" },
        { en: "deviation", zh: "标准差" },
        { en: `seed ${seeds[0]!}`, zh: `种子 ${seeds[0]!}` },
        "z",
      ],
      rows: figures.map((figure) => [figure.name, ...figureCells(figure)]),
      notes: [
        {
          en: "z: standard deviations over worlds from their mean",
          zh: "z：偏离各世界平均多少个标准差",
        },
      ],
    },
  ];
}

/** As docs/statistics.md holds it. */
export function coverageMarkdown({ seeds, groups, figures }: Coverage): string {
  const marked = groups.map((group) => [`\`${group.name}\``, ...cellsOf(group)]);
  const named = figures.map((figure) => [`\`${figure.name}\``, ...figureCells(figure)]);
  const head = ["figure", ...figureHead(seeds[0]!)];
  return `${markdownTable(["interval", ...COVERAGE_WORDS.map(en)], marked)}\n${markdownTable(head, named)}`;
}

export function coveragePage(document: Coverage): StudyPage {
  const coverage = printableDocument(document);
  const [groups, figures] = coverageTables(coverage, false);
  const [rows] = coverageTables(coverage, true);
  return {
    title: {
      en: `How often intervals hold the truth in ${coverage.scenario}`,
      zh: `${coverage.scenario} 的区间多常包含真值`,
    },
    kicker: { en: "coverage", zh: "区间覆盖" },
    facts: seedsAndRuns(coverage.seeds, coverage.runs, { en: "with their paired runs", zh: "连同配对运行" }),
    text: {
      en: "The truth of a figure is its mean over the worlds, which differ in nothing but the seed. 95 of 100 intervals are to hold it.",
      zh: "一个数字的真值是它在各世界的平均，这些世界只有种子不同。100 个区间中应有 95 个包含它。",
    },
    sections: [
      { id: "groups", title: { en: "Intervals, by what they tell of", zh: "各类区间" }, tables: [groups] },
      { id: "seed", title: { en: "How ordinary the first seed is", zh: "第一个种子有多平常" }, tables: [figures] },
      { id: "rows", title: { en: "Every interval", zh: "全部区间" }, tables: [rows], isFolded: true },
    ],
    reproduce: coverage.reproduce,
  };
}

const COVERAGE_WORDS: readonly Words[] = [
  { en: "figures", zh: "数字个数" },
  { en: "intervals", zh: "区间个数" },
  { en: "held", zh: "包含" },
  { en: "least", zh: "最少" },
  { en: "width", zh: "宽度" },
];

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
