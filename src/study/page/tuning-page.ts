import { counted, formatCount } from "../../core/counted.ts";
import { both, joined, type Text, type Localised, zh } from "../../core/words.ts";
import { printableDocument } from "../../report/printable-document.ts";
import type { ReportTable } from "../../report/report-table.ts";
import type { TuningDocument } from "../tune/document.ts";
import { NO_INTERVALS, seedListText, seedListWords } from "./difference-words.ts";
import { figureText } from "./figure-names.ts";
import { pooledWords } from "../../metrics/constraint.ts";
import { figureTitle, verdictWords } from "./tuning-words.ts";
import { brokenPath } from "./sweep-tables.ts";
import type { StudyPage } from "./study-page.ts";

export function tuningPage(document: TuningDocument): StudyPage {
  const tuning = printableDocument(document);
  const { scenario, seeds, heldOut, runs, settings, goalReached, figures, constraints } = tuning;
  const open = constraints.filter(({ tuned }) => tuned.heldOut.verdict !== "kept").length;
  return {
    title: { en: `Tuning of ${scenario}`, zh: `${scenario} 的调优` },
    kicker: { en: "tuning", zh: "调优" },
    facts: {
      en: `${counted(settings.length, "setting")} tried · ${counted(runs, "run")} · tuning seeds ${seedListWords(seeds)} · held-out seeds ${seedListWords(heldOut)}`,
      zh: `试了 ${settings.length} 组取值 · ${formatCount(runs)} 次运行 · 调优种子 ${zh(seedListText(seeds))} · 留出种子 ${zh(seedListText(heldOut))}`,
    },
    number: HEADLINES[goalReached.verdict],
    text: {
      en: `Held-out seeds, compared one by one: the goal, ${figureTitle(goalReached)}, ${verdictWords(goalReached)}.`,
      zh: `在留出种子上，目标（${figureText(goalReached).zh}）逐个种子比较：${JUDGED[goalReached.verdict].zh}，差值 ${pooledWords(goalReached.difference)}。`,
    },
    caveats: [
      {
        en: "What was chosen as the best of many looks better on the tuning seeds than it is: read the held-out ones.",
        zh: "从许多取值中选出的最好者，在调优种子上看起来比实际更好：请看留出种子。",
      },
      open > 0
        ? {
            en: `${counted(open, "constraint")} that the tuning seeds keep is not kept for sure on held-out seeds.`,
            zh: `有 ${open} 个约束在调优种子上满足，在留出种子上却不能确定满足。`,
          }
        : null,
      unprovenBefore(tuning),
      seeds.length < 2 || heldOut.length < 2 ? NO_INTERVALS : null,
    ],
    sections: [
      {
        id: "setting",
        title: { en: "The setting", zh: "选定的取值" },
        text: { en: alikeWords(tuning), zh: alikeChinese(tuning) },
        tables: [movedTable(tuning)],
      },
      {
        id: "figures",
        title: { en: "Before, and tuned", zh: "之前与之后" },
        tables: [
          {
            head: [
              { en: "Figure", zh: "数字" },
              { en: "before, tuning", zh: "之前，调优种子" },
              { en: "tuned, tuning", zh: "之后，调优种子" },
              { en: "before, held out", zh: "之前，留出种子" },
              { en: "tuned, held out", zh: "之后，留出种子" },
              { en: "held out, it is", zh: "留出种子上" },
            ],
            rows: [goalReached, ...figures].map((figure): Text[] => [
              { en: figureTitle(figure), zh: figureText(figure).zh },
              ...[figure.before.tuning, figure.tuned.tuning, figure.before.heldOut, figure.tuned.heldOut].map(
                pooledWords,
              ),
              JUDGED[figure.verdict],
            ]),
            notes: [
              {
                en: "Rates are pooled over seeds, other figures are means of a run; intervals (95 %) are between worlds. Better and worse: each figure for itself, over paired seeds.",
                zh: "比率按各种子合并，其他数字为每次运行的平均；区间（95 %）为各世界之间的。好与坏：每个数字单独看，按配对种子。",
              },
            ],
          },
        ],
      },
      ...(constraints.length === 0
        ? []
        : [
            {
              id: "constraints",
              title: { en: "Constraints", zh: "约束" },
              tables: [
                {
                  head: [
                    { en: "Constraint", zh: "约束" },
                    { en: "tuning seeds", zh: "调优种子" },
                    { en: "held-out seeds", zh: "留出种子" },
                  ],
                  rows: constraints.map(({ constraint, tuned }): Text[] => [
                    constraint,
                    ...[tuned.tuning, tuned.heldOut].map(
                      (bound) => both`${pooledWords(bound)}: ${JUDGED[bound.verdict]}`,
                    ),
                  ]),
                  notes: [
                    {
                      en: "Kept: the bound of the interval keeps it. Cannot tell: the value does, and may be luck.",
                      zh: "满足：区间的界限满足。无法判断：数值满足，但可能只是偶然。",
                    },
                  ],
                },
              ],
            },
          ]),
      {
        id: "settings",
        title: { en: "All settings tried", zh: "试过的全部取值" },
        tables: [settingsTable(tuning, MOST_SETTINGS)],
      },
    ],
    reproduce: tuning.reproduce,
  };
}

/** The rest is in tune.json. */
const MOST_SETTINGS = 200;

const HEADLINES = {
  better: { en: "Better", zh: "更好" },
  worse: { en: "Worse than before", zh: "比之前更差" },
  "cannot tell": { en: "No better, for all that can be told", zh: "看不出更好" },
  same: { en: "As before", zh: "与之前相同" },
} as const;

const JUDGED = {
  better: { en: "better", zh: "更好" },
  worse: { en: "worse", zh: "更差" },
  "cannot tell": { en: "cannot tell", zh: "无法判断" },
  same: { en: "same", zh: "相同" },
  kept: { en: "kept", zh: "满足" },
  broken: { en: "broken", zh: "不满足" },
} as const;

/** "2 further settings cannot be told apart from it on the tuning seeds: with dissuasion.agents 2 to 6." */
export function alikeWords({ alike }: Pick<TuningDocument, "alike">): string {
  if (alike.settings === 0) return "No other setting that was tried does as well on the tuning seeds.";
  const moved = alike.ranges.filter(({ low, high }) => low < high);
  const ranges = moved.map(({ parameter, low, high }) => `${parameter} ${low} to ${high}`).join(", ");
  const further = alike.settings === 1 ? "setting" : "settings";
  return `${alike.settings} further ${further} cannot be told apart from it on the tuning seeds: with ${ranges}.`;
}

/** True where the old setting does better than the chosen one, and only the tuning seeds are too few to allow it. */
export function unprovenBefore({ seeds, settings, constraints, goal, goalReached }: TuningDocument): Localised | null {
  const [before, tuned] = [goalReached.before.tuning.value, goalReached.tuned.tuning.value];
  const verdicts = settings[0]!.constraints.map(({ verdict }) => verdict);
  if (before === null || tuned === null || verdicts.includes("broken") || !verdicts.includes("cannot tell"))
    return null;
  if (goal.maximise === undefined ? before >= tuned : before <= tuned) return null;
  const open = constraints.filter((_, at) => verdicts[at] === "cannot tell").map(({ constraint }) => constraint);
  const [old, chosen] = [goalReached.before.tuning, goalReached.tuned.tuning].map(pooledWords);
  return {
    en: `The setting before does better on the tuning seeds (${figureTitle(goalReached)}: ${old}, tuned ${chosen}), but ${counted(seeds.length, "seed")} cannot prove that it keeps ${open.join(" and ")}: take more seeds.`,
    zh: `之前的取值在调优种子上更好（${figureText(goalReached).zh}：${old}，调优后 ${chosen}），但 ${seeds.length} 个种子不能证明它满足 ${open.join("、")}：请用更多种子。`,
  };
}

function alikeChinese({ alike }: Pick<TuningDocument, "alike">): string {
  if (alike.settings === 0) return "试过的取值中，没有别的在调优种子上同样好。";
  const moved = alike.ranges.filter(({ low, high }) => low < high);
  const ranges = moved.map(({ parameter, low, high }) => `${parameter} ${low} 至 ${high}`).join("，");
  return `就调优种子看，另有 ${alike.settings} 组取值同样好：${ranges}。`;
}

/** The best first, with the order of its trial; `most`: rows. */
export function settingsTable(document: TuningDocument, most: number): ReportTable {
  const { over, settings, constraints, goal: sought, goalReached } = document;
  const sign = sought.maximise === undefined ? 1 : -1;
  const ranked = settings
    .map((setting, at) => ({
      ...setting,
      at,
      broken: setting.constraints.filter(({ verdict }) => verdict !== "kept").length,
      lack: setting.goal.value === null ? Infinity : sign * setting.goal.value,
    }))
    .toSorted((a, b) => a.broken - b.broken || (a.lack === b.lack ? a.at - b.at : a.lack - b.lack));
  return {
    head: [
      { en: "tried", zh: "次序" },
      ...over.map(({ parameter }) => brokenPath(parameter)),
      { en: "goal", zh: "目标" },
      ...(constraints.length === 0 ? [] : [{ en: "constraints", zh: "约束" }]),
    ],
    rows: ranked.slice(0, most).map(({ at, values, goal, constraints: bounds }): Text[] => [
      String(at + 1),
      ...values.map(String),
      pooledWords(goal),
      ...(bounds.length === 0
        ? []
        : [
            joined(
              bounds.map(({ verdict }) => JUDGED[verdict]),
              ", ",
            ),
          ]),
    ]),
    notes: [
      {
        en:
          `Settings on the tuning seeds, the best first; number 1 is the scenario as it was. Goal: ${figureTitle(goalReached)}.` +
          (settings.length > most ? ` tune.json has all ${settings.length}.` : ""),
        zh:
          `调优种子上的取值，最好的在前；第 1 号是场景原来的取值。目标：${figureText(goalReached).zh}。` +
          (settings.length > most ? `tune.json 中有全部 ${settings.length} 组。` : ""),
      },
    ],
  };
}

export function movedTable({ over }: Pick<TuningDocument, "over">): ReportTable {
  return {
    head: [
      { en: "Parameter", zh: "参数" },
      { en: "from", zh: "下限" },
      { en: "to", zh: "上限" },
      { en: "before", zh: "之前" },
      { en: "tuned", zh: "之后" },
    ],
    rows: over.map(({ parameter, low, high, before, tuned }) => [parameter, ...[low, high, before, tuned].map(String)]),
    notes: [],
  };
}
