/** An ablation as a page and in a terminal, from its document alone. */
import { counted } from "../../core/counted.ts";
import type { Chart } from "../../report/chart/chart.ts";
import { printableDocument } from "../../report/printable-document.ts";
import type { ReportTable } from "../../report/report-table.ts";
import type { Ablation } from "../ablate.ts";
import { differenceChart } from "./difference-chart.ts";
import { differenceTables } from "./difference-tables.ts";
import { both, type Words } from "../../core/words.ts";
import { DEFENCES } from "../variants/defences.ts";
import { ONE_SEED, seedsAndRuns } from "./difference-words.ts";
import { figureText, figureTitle } from "./figure-names.ts";
import type { StudyPage } from "./study-page.ts";

const SIDES = {
  without: {
    name: { en: "Left out", zh: "去掉" },
    title: { en: "what changes without it?", zh: "没有它会怎样？" },
    sentence: {
      en: "The result without this defence, minus the result with all.",
      zh: "去掉这项防护后的结果，减去全部防护时的结果。",
    },
  },
  alone: {
    name: { en: "Alone", zh: "单独" },
    title: { en: "what does it bring alone?", zh: "它单独有什么用？" },
    sentence: {
      en: "This defence and what it needs, minus only what it needs.",
      zh: "这项防护加上它所需的，减去只有所需的。",
    },
  },
} as const;
type Side = keyof typeof SIDES;
const BOTH = ["without", "alone"] as const;

export const PAIRED_SEEDS: Words = { en: "differences over paired seeds", zh: "差值按配对种子计算" };

/** Shown in the terminal and first on the page; --details and the page below show all. */
const MAIN_FIGURES = ["interception", "falseInterception", "kept", "lostYuan"];

export function ablationTables({ figures, defences, rows }: Ablation, hasAll: boolean): ReportTable[] {
  const shown = hasAll ? figures : figures.filter(({ name }) => MAIN_FIGURES.includes(name));
  return BOTH.flatMap((side) => {
    const lines = defences.map(({ name }) => ({
      name,
      rows: rows.filter((row) => row.defence === name && row.side === side),
    }));
    return differenceTables(SIDES[side].name, lines, shown);
  });
}

export function ablationPage(document: Ablation): StudyPage {
  const ablation = printableDocument(document);
  const { scenario, seeds, runs, figures, defences, rows, reproduce } = ablation;
  const count = (verdict: string): number => rows.filter((row) => row.verdict === verdict).length;
  const [sure, same, open] = [count("sure"), count("same"), count("cannot tell")];
  return {
    title: { en: `What does each defence do in ${scenario}?`, zh: `${scenario} 中每项防护有什么用？` },
    kicker: { en: "ablation", zh: "消融" },
    facts: seedsAndRuns(seeds, runs, PAIRED_SEEDS),
    number: {
      en: `${sure} of ${sure + same + open} differences are sure`,
      zh: `${sure + same + open} 个差别中有 ${sure} 个可以确定`,
    },
    text: {
      en: `${same} more ${same === 1 ? "is" : "are"} exactly zero in every seed. Over ${counted(seeds.length, "seed")}, with as many defences as are tried reckoned with (Holm), figure by figure.`,
      zh: `另有 ${same} 个在每个种子下都毫无差别。共 ${seeds.length} 个种子，逐个数字按所试防护的数目校正（Holm）。`,
    },
    caveats: [
      seeds.length < 2 ? ONE_SEED : null,
      {
        en: "What is left out is missed less where others stand in for it: see what it brings alone.",
        zh: "有别的防护顶替时，去掉一项看不出多少差别：请看它单独有什么用。",
      },
      {
        en: "Gangs of a scenario that does not let them adapt keep their habit whatever is left out.",
        zh: "场景不让团伙应变时，去掉什么他们都照旧。",
      },
    ],
    sections: [
      {
        id: "matrix",
        title: { en: "What each defence does", zh: "每项防护的作用" },
        text: {
          en: "Each cell is a difference with half of its 95 % interval over seeds. A question mark says that this may be no difference at all; the number behind it is how many seeds would be enough to tell.",
          zh: "每格是一个差值及其 95 % 区间的一半（按种子）。问号表示可能毫无差别；其后的数字是多少个种子足以判断。",
        },
        tables: ablationTables(ablation, false),
      },
      ...figures.map((figure) => ({
        id: `figure-${figure.name}`,
        title: figureText(figure),
        charts: BOTH.map((side) => chartOf(ablation, figure, side)),
        isFolded: true,
      })),
      {
        id: "defences",
        title: { en: "The defences", zh: "各项防护" },
        facts: defences.map(({ name, words, needs }) => {
          const chinese = DEFENCES.find((defence) => defence.name === name)?.words.zh ?? words;
          return [
            name,
            needs.length === 0
              ? { en: words, zh: chinese }
              : {
                  en: `${words} (alone: with ${needs.join(", ")})`,
                  zh: `${chinese}（单独时需要 ${needs.join("、")}）`,
                },
          ] as const;
        }),
      },
    ],
    reproduce,
  };
}

function chartOf({ rows }: Ablation, figure: Ablation["figures"][number], side: Side): Chart {
  const { title, sentence } = SIDES[side];
  return differenceChart({
    id: `${side}-${figure.name}`,
    title: both`${figureTitle(figure)}: ${title}`,
    sentence,
    figure,
    rows: rows
      .filter((row) => row.side === side && row.figure === figure.name)
      .map((row) => ({ name: row.defence, row })),
  });
}
