/** The page of a sweep: charts of the figures asked for, and a table of all. From its document alone. */
import { formatCount } from "../../core/counted.ts";
import { counted } from "../../report/format.ts";
import { both, type Text, type Localised } from "../../core/words.ts";
import type { Chart } from "../../ui/chart/chart.ts";
import { printableDocument } from "../../report/printable-document.ts";
import type { ReportTable } from "../../report/report-table.ts";
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
  const failed: Localised =
    failures.length === 0
      ? { en: "", zh: "" }
      : {
          en: ` · ${counted(failures.length, "run")} failed and are left out`,
          zh: ` · ${formatCount(failures.length)} 次运行失败，未计入`,
        };
  return {
    title: parameters.length === 0 ? scenario : { en: `${scenario} along ${list}`, zh: `${scenario}，随 ${list} 变化` },
    kicker: { en: "sweep", zh: "参数扫描" },
    facts: {
      en: `${counted(points.length, "point")}, ${counted(seeds.length, "seed")} each · ${formatCount(runs)} runs · design ${design}${failed.en}`,
      zh: `${formatCount(points.length)} 个点，每点 ${formatCount(seeds.length)} 个种子 · ${formatCount(runs)} 次运行 · 设计 ${design}${failed.zh}`,
    },
    text: {
      en:
        "Every point ran with the same seeds, so that what differs between points of one seed is what the parameters did. A " +
        "rate is pooled over its worlds (a seed is a world). Intervals are 95 %, between worlds: they say where a figure " +
        "would lie if worlds of this kind were drawn anew. How sure a rate is within its one world stands in the table, in " +
        "the columns Low and High.",
      zh: "每个点用同样的种子，所以同一种子的各点之间，差别就是参数造成的。比率按各世界合并计算（一个种子就是一个世界）。区间为各世界之间的 95 % 区间：若重新抽取这样的世界，数字会落在何处。比率在单个世界内有多确定，见表格文件中的 Low 和 High 两列。",
    },
    sections: [
      ...(parameters.length === 0
        ? []
        : [
            {
              id: "leading",
              title: { en: "What the parameters do", zh: "参数的作用" },
              text: LEADING_WORDS,
              charts: leadingCharts(sweep),
            },
          ]),
      {
        id: "points",
        title: { en: "Every point", zh: "全部点" },
        tables: [pointTable(sweep)],
        isFolded: parameters.length > 0,
      },
      { id: "study", title: { en: "The study", zh: "本次研究" }, facts: studyFacts(sweep) },
    ],
    reproduce,
  };
}

const LEADING_WORDS: Localised = {
  en: "The figures asked for (--figures). The table below has all of them, and the CSV file every run.",
  zh: "要看的数字（--figures）。全部数字在下面的表中，每次运行在 CSV 文件中。",
};

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
    head: [{ en: "point", zh: "点" }, ...paths, ...figures.map(titleText)],
    rows: points.map(({ point, parameters, figures: found }) => [
      String(point),
      ...paths.map((path) => String(parameters[path])),
      ...figures.map((figure) => estimateText(figure, found[figure.name]!, " · ")),
    ]),
    notes: [
      {
        en: "Behind each figure its interval, or the number of worlds where they are too few",
        zh: "数字之后是其区间；世界太少时是世界的个数",
      },
    ],
  };
}

function studyFacts(sweep: SweepDocument): [Text, Text][] {
  const { scenario, settings, over, parameters, design, designSeed, seeds, arms, version } = sweep;
  const none: Localised = { en: "none", zh: "无" };
  return [
    [{ en: "Scenario", zh: "场景" }, scenario],
    [{ en: "Set", zh: "设定" }, settings.length === 0 ? { en: "nothing", zh: "无" } : settings.join(", ")],
    [{ en: "Over", zh: "变化的参数" }, overWords(over, parameters)],
    [{ en: "Design", zh: "设计" }, both`${design}, ${{ en: `seed ${designSeed}`, zh: `种子 ${designSeed}` }}`],
    [{ en: "Seeds", zh: "种子" }, seeds.join(", ")],
    [{ en: "Paired runs", zh: "配对运行" }, arms.length === 0 ? none : arms.join(", ")],
    [{ en: "Version", zh: "版本" }, version],
  ];
}

function overWords(over: readonly string[], parameters: readonly string[]): Text {
  if (over.length > 0) return over.join("; ");
  return parameters.length === 0
    ? { en: "nothing: seeds alone", zh: "无：只有种子" }
    : { en: "a list of points", zh: "一个点的列表" };
}
