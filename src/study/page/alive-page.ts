/** The page of a study that is alive: how far it is, who works on it, what failed, and its figures as they narrow. */
import { formatCount } from "../../core/counted.ts";
import { groupBy } from "../../core/group-by.ts";
import { both, joined, type Words } from "../../core/words.ts";
import type { Chart } from "../../report/chart/chart.ts";
import { estimate } from "../between-worlds.ts";
import type { AskedCell } from "../cells/cell-runner.ts";
import { type StudyFigure, STUDY_FIGURES } from "../figures.ts";
import type { StudyStatus } from "../status.ts";
import { effectChart } from "./effect-charts.ts";
import { figureTitle } from "./figure-names.ts";
import { HEADLINE_FIGURES } from "./figure-words.ts";
import { leftWords, nodeTable, runWords, statusFacts } from "./progress-parts.ts";
import type { StudyPage, StudySection } from "./study-page.ts";

/** What runs came to so far. */
export interface FiguresSoFar {
  readonly asked: readonly AskedCell[];
  /** What the study itself has to show of it, if anything. */
  readonly own: readonly StudySection[];
}

/** A chart reads no more rows than these: of a search, the last settings. */
const MAX_VARIANTS = 24;
const MAX_ROWS = 50;
const MORE_FIGURES = ["kept", "lostYuan"];
const RUNNING = { id: "running", title: { en: "Running now", zh: "正在运行" } };
const FAILED = { id: "failures", title: { en: "Failed", zh: "失败" } };

const UNDER_WAY = {
  title: { en: ": a study under way", zh: "：进行中的研究" },
  text: {
    en: "This page is drawn anew every few seconds while the study goes on. Intervals narrow as seeds come in: read nothing into them before the end.",
    zh: "研究进行期间，本页每隔几秒重画一次。种子越多区间越窄：结束之前不要据此下结论。",
  },
};
const ENDED = {
  title: { en: ": a study that has ended", zh: "：已结束的研究" },
  text: { en: "The results are in its directory, with a page of their own.", zh: "结果在其目录中，并有自己的页面。" },
};

/** `figures`: null where they cannot be told, with the reason in `why`. */
export function alivePage(status: StudyStatus, figures: FiguresSoFar | null, why: string): StudyPage {
  const { runs, studies, failures, underWay, isComplete } = status;
  const inSeconds = underWay.map((run) => ({ ...run, seconds: Math.round(run.seconds) }));
  return {
    title: joined([studies.join(", "), isComplete ? ENDED.title : UNDER_WAY.title], ""),
    kicker: { en: "study", zh: "研究" },
    facts: both`${runWords(runs)} · ${leftWords(status)}`,
    number: shareWords(runs),
    text: isComplete ? ENDED.text : UNDER_WAY.text,
    sections: [
      { id: "progress", title: { en: "How far it is", zh: "进度" }, facts: statusFacts(status) },
      { id: "nodes", title: { en: "By node", zh: "各节点" }, tables: [nodeTable(status)] },
      ...figureSections(figures, why),
      ...(underWay.length === 0
        ? []
        : [{ ...runSection(RUNNING, ["variant", "seed", "node", "seconds"], inSeconds), isFolded: true }]),
      ...(failures.length === 0 ? [] : [runSection(FAILED, ["variant", "seed", "tries", "error"], failures)]),
    ],
    reproduce: `ringfence study status ${status.directory}`,
  };
}

function shareWords({ total, done }: StudyStatus["runs"]): Words {
  if (total === null || total === 0) return { en: `${formatCount(done)} runs`, zh: `${formatCount(done)} 次运行` };
  const share = `${Math.floor((100 * done) / total)} %`;
  return { en: `${share} of runs are done`, zh: `运行已完成 ${share}` };
}

function figureSections(figures: FiguresSoFar | null, why: string): StudySection[] {
  const id = "figures";
  const title: Words = { en: "Figures so far", zh: "目前的数字" };
  if (figures === null)
    return [{ id, title, text: { en: `They cannot be shown here: ${why}`, zh: `此处无法显示：${why}` } }];
  const levels = levelsOf(figures.asked);
  if (levels.length === 0) return [{ id, title, text: { en: "No run has ended yet.", zh: "还没有运行结束。" } }];
  const shown = levels.slice(-MAX_VARIANTS);
  const chosen = STUDY_FIGURES.filter(
    (figure) => HEADLINE_FIGURES.includes(figure) || MORE_FIGURES.includes(figure.name),
  );
  return [
    ...figures.own,
    {
      id,
      title,
      text: {
        en: `${formatCount(shown.length)} of ${formatCount(levels.length)} variants with a run, the last ones.`,
        zh: `有运行结束的变体共 ${formatCount(levels.length)} 个，这里是最后 ${formatCount(shown.length)} 个。`,
      },
      charts: chosen.map((figure) => chartOf(figure, shown)),
    },
  ];
}

interface VariantLevel {
  readonly name: string;
  readonly cells: readonly AskedCell[];
}

function levelsOf(asked: readonly AskedCell[]): VariantLevel[] {
  const ended = asked.filter(({ result }) => result !== null);
  return [...groupBy(ended, ({ cell }) => cell.variant)].map(([name, cells]) => ({ name, cells }));
}

function chartOf(figure: StudyFigure, levels: readonly VariantLevel[]): Chart {
  const told = levels.map(({ name, cells }) => ({
    name,
    x: null,
    estimate: estimate(figure, new Map(cells.map(({ cell, result }) => [cell.seed, [result!.figures]]))),
  }));
  const change = { value: null, low: null, high: null, worlds: 0 };
  const id = `so-far-${figure.name.toLowerCase()}`;
  const chart = effectChart(figure, "variant", { levels: told, change, span: null }, id);
  return { ...chart, title: both`${figureTitle(figure)}, ${{ en: "by variant", zh: "按变体" }}` };
}

const COLUMNS = {
  variant: { en: "Variant", zh: "变体" },
  seed: { en: "seed", zh: "种子" },
  node: { en: "node", zh: "节点" },
  seconds: { en: "seconds", zh: "秒" },
  tries: { en: "tries", zh: "尝试" },
  error: { en: "why", zh: "原因" },
} satisfies Readonly<Record<string, Words>>;

/** A row for each of some runs. */
function runSection<Column extends keyof typeof COLUMNS>(
  of: Pick<StudySection, "id" | "title">,
  columns: readonly Column[],
  runs: readonly Readonly<Record<Column, string | number>>[],
): StudySection {
  const more = runs.length - MAX_ROWS;
  const notes = more > 0 ? [{ en: `and ${formatCount(more)} more`, zh: `另有 ${formatCount(more)} 行` }] : [];
  const rows = runs.slice(0, MAX_ROWS).map((run) => columns.map((column) => String(run[column])));
  return { ...of, tables: [{ head: columns.map((column) => COLUMNS[column]), rows, notes }] };
}
