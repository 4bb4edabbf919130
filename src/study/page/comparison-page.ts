import { counted } from "../../core/counted.ts";
import { both, type Localised } from "../../core/words.ts";
import { printableDocument } from "../../report/printable-document.ts";
import type { ReportTable } from "../../report/report-table.ts";
import type { Comparison } from "../compare.ts";
import { differenceChart } from "./difference-chart.ts";
import { differenceTables } from "./difference-tables.ts";
import { fromTo, ONE_SEED, plainNumber, scaleOf, seedsAndRuns } from "./difference-words.ts";
import { figureText, figureTitle } from "./figure-names.ts";
import type { StudyPage } from "./study-page.ts";

export function comparisonTables({ figures, variants, rows }: Comparison): ReportTable[] {
  const lines = variants.slice(1).map(({ name }) => ({ name, rows: rows.filter((row) => row.variant === name) }));
  return differenceTables({ en: `Less ${variants[0]!.name}`, zh: `减去 ${variants[0]!.name}` }, lines, figures);
}

export function comparisonPage(document: Comparison): StudyPage {
  const comparison = printableDocument(document);
  const { scenario, variants, seeds, runs, family, figures, rows, reproduce } = comparison;
  const first = variants[0]!.name;
  const sure = rows.filter(({ verdict }) => verdict === "sure").length;
  return {
    title: { en: `${scenario} and ${counted(variants.length - 1, "variant")}`, zh: `${scenario} 与其变体` },
    kicker: { en: "comparison", zh: "比较" },
    facts: seedsAndRuns(seeds, runs, { en: "differences over paired seeds", zh: "差值按配对种子计算" }),
    number: {
      en: `${sure} of ${rows.length} differences are sure`,
      zh: `${rows.length} 个差别中有 ${sure} 个可以确定`,
    },
    text: FAMILIES[family],
    caveats: [
      seeds.length < 2 ? ONE_SEED : null,
      {
        en: "A person kept by a warning might have lost nothing without it: look at episodes that lost money too.",
        zh: "因预警而保住的人，没有预警也可能没有损失：也要看有损失的诈骗。",
      },
      family === "figure"
        ? {
            en: "What is left out is missed less where others stand in for it.",
            zh: "有别的防护顶替时，去掉一项看不出多少差别。",
          }
        : null,
    ],
    sections: [
      {
        id: "matrix",
        title: { en: `What sets each apart from ${first}`, zh: `各自与 ${first} 的差别` },
        text: {
          en: "Each cell is a difference with half of its 95 % interval over seeds. A question mark says that this may be no difference at all; the number behind it is how many seeds would be enough to tell.",
          zh: "每格是一个差值及其 95 % 区间的一半（按种子）。问号表示可能毫无差别；其后的数字是多少个种子足以判断。",
        },
        tables: comparisonTables(comparison),
      },
      {
        id: "differences",
        title: { en: "Each figure", zh: "各个数字" },
        charts: figures.map((figure) =>
          differenceChart({
            id: `difference-${figure.name}`,
            title: figureTitle(figure),
            sentence: { en: `Each variant, less ${first}.`, zh: `每个变体，减去 ${first}。` },
            figure,
            rows: rows.filter((row) => row.figure === figure.name).map((row) => ({ name: row.variant, row })),
          }),
        ),
      },
      { id: "means", title: { en: "What each comes to", zh: "各自的结果" }, tables: [meansTable(comparison)] },
      { id: "variants", title: { en: "The variants", zh: "各个变体" }, facts: variants.map(variantFacts) },
    ],
    reproduce,
  };
}

const FAMILIES: Readonly<Record<Comparison["family"], Localised>> = {
  all: {
    en: "Verdicts take into account all of them (Holm).",
    zh: "结论按全部差别校正（Holm）。",
  },
  figure: {
    en: "Verdicts take into account all defences that are left out (Holm), figure by figure.",
    zh: "结论逐个数字按去掉的全部防护校正（Holm）。",
  },
};

function variantFacts({ name, scenario, changes }: Comparison["variants"][number]): [string, Localised] {
  const words = changes.map(({ path, to }) => `${path} ${JSON.stringify(to)}`).join(", ");
  return [
    name,
    {
      en: `scenario ${scenario}${words === "" ? "" : `, with ${words}`}`,
      zh: `场景 ${scenario}${words === "" ? "" : `，${words}`}`,
    },
  ];
}

function meansTable({ figures, variants }: Comparison): ReportTable {
  return {
    head: [
      { en: "Variant", zh: "变体" },
      ...figures.map((figure) => {
        const { valueUnit } = scaleOf(figure);
        return valueUnit === "" ? figureText(figure) : both`${figureText(figure)}, ${valueUnit}`;
      }),
    ],
    rows: variants.map(({ name, means }) => [
      name,
      ...figures.map((figure, at) => {
        const { mean, low, high } = means[at]!;
        const { of } = scaleOf(figure);
        if (mean === null) return { en: "none", zh: "无" };
        if (low === null || high === null) return plainNumber(of(mean));
        return both`${plainNumber(of(mean))} (${fromTo(plainNumber(of(low)), plainNumber(of(high)))})`;
      }),
    ]),
    notes: [{ en: "Means over the seeds, 95 % intervals by Student's t", zh: "各种子的平均，95 % 区间按学生 t 分布" }],
  };
}
