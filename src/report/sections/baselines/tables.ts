import type { Text, Words } from "../../../core/words.ts";
import { percentOf } from "../../figure-words.ts";
import {
  counted,
  formatClusterFigureInterval,
  formatClusterInterval,
  formatCount,
  formatFigure,
  formatPercent,
  NONE,
} from "../../format.ts";
import { type ReportTable, stack } from "../../report-table.ts";
import type { RatesFields } from "../rates/schema.ts";
import type { BaselinesFields } from "./schema.ts";

type Row = BaselinesFields["baselines"][number];

/** Intervals stand below their figures: side by side they do not fit 80 columns. */
export function baselineTable({ baselines, rates }: BaselinesFields & Pick<RatesFields, "rates">): ReportTable {
  const [best, disguise, pairs] = ["best single feature", "disguise characters", "character pairs"].map((name) =>
    baselines.find((row) => row.name === name),
  );
  const { n: contacts } = rates.recall;
  const { n: benign } = rates.falseInterception;
  return {
    head: [
      { en: "Against", zh: "对照" },
      { en: "recall %", zh: "召回率 %" },
      { en: "precision %", zh: "精确率 %" },
      { en: "blocked", zh: "拦截" },
      { en: "false/10,000", zh: "误拦／10,000" },
      "MCC",
    ],
    rows: baselines.map((row) => [
      NAMES[row.name],
      share(row.recall),
      share(row.precision),
      formatCount(row.precision.n),
      figure(row.falsePer10000, 1),
      figure(row.mcc, 2),
    ]),
    notes: [
      ...(best
        ? [
            {
              en: `single feature: best by F1 in hindsight, ${best.rule}`,
              zh: `单一特征：事后按 F1 最好的，${best.rule}`,
            },
          ]
        : []),
      ...(disguise
        ? [{ en: `disguises: ${disguise.rule}, chosen likewise`, zh: `伪装字符：${disguise.rule}，选法相同` }]
        : []),
      ...(pairs ? [{ en: `letter pairs: ${pairs.rule}`, zh: `字符对：${pairs.rule}` }] : []),
      {
        en: "oracle: blocks all fraud and nothing else, which only the truth makes possible",
        zh: "全知者：拦下全部诈骗，不误拦一条；只有知道真相才做得到",
      },
      {
        en: "false/10,000: benign events blocked, of 10,000; MCC: Matthews' correlation",
        zh: "误拦／10,000：每 10,000 条正常事件中误拦的；MCC：马修斯相关系数",
      },
      {
        en: `n: ${counted(contacts, "contact")}, ${counted(benign, "benign event")}; precision: blocked`,
        zh: `n：接触 ${formatCount(contacts)} 次，正常事件 ${formatCount(benign)} 条；精确率：被拦截的`,
      },
      {
        en: "95 %: over gangs and callers; none where a rule is fixed by truth, or chosen",
        zh: "95 %：按团伙和主叫；规则由真相确定或经过挑选的没有区间",
      },
    ],
  };
}

/** Short, as long names would push the table over 80 columns once counts reach millions. */
const NAMES: Readonly<Record<Row["name"], Text>> = {
  "do nothing": { en: "do nothing", zh: "什么都不做" },
  "blocklist only": { en: "blocklist only", zh: "只用黑名单" },
  "best single feature": { en: "single feature", zh: "单一特征" },
  "disguise characters": { en: "disguises", zh: "伪装字符" },
  "character pairs": { en: "letter pairs", zh: "字符对" },
  ringfence: "ringfence",
  oracle: { en: "oracle", zh: "全知者" },
};

function share(rate: Row["recall"]): Text {
  return stack(formatPercent(rate, 1).replace(" %", ""), formatClusterInterval(rate, 1));
}

function figure(found: Row["mcc"], digits: number): Text {
  return stack(formatFigure(found, digits), formatClusterFigureInterval(found, digits));
}

export function featureTable({ singleFeatures }: BaselinesFields): ReportTable {
  return {
    head: [
      { en: "Best rule on one feature", zh: "单一特征的最佳规则" },
      { en: "recall", zh: "召回率" },
      { en: "precision", zh: "精确率" },
      "F1",
    ],
    rows: singleFeatures.map(({ rule, recall, precision, f1 }) => [
      rule,
      value(recall),
      value(precision),
      f1.toFixed(3),
    ]),
    notes: [FEATURE_NOTE],
  };
}

const FEATURE_NOTE: Words = {
  en: "Chosen by F1 in hindsight. Were one feature enough, the simulated world would prove nothing. No intervals: features are not counted by gang or caller.",
  zh: "事后按 F1 挑选。若一个特征就够用，仿真世界便证明不了什么。没有区间：特征不按团伙或主叫统计。",
};

function value(rate: { readonly value: number | null }): string {
  return rate.value === null ? NONE : percentOf(rate.value);
}
