import type { Text } from "../../../core/words.ts";
import {
  counted,
  formatClusterFigureInterval,
  formatClusterInterval,
  formatCount,
  formatFigure,
  formatPercent,
} from "../../format.ts";
import { type ReportTable, stack } from "../../report-table.ts";
import type { RatesFields } from "../rates/schema.ts";
import type { BaselinesFields } from "./schema.ts";

type Row = BaselinesFields["baselines"][number];

/** Intervals stand below their figures: side by side they do not fit 80 columns. */
export function baselineTable({ baselines, rates }: BaselinesFields & Pick<RatesFields, "rates">): ReportTable {
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
        en: "95 %: over gangs and callers; none where a rule is fixed by truth",
        zh: "95 %：按团伙和主叫；规则由真相确定的没有区间",
      },
    ],
  };
}

/** Short, so that the table fits 80 columns when counts reach millions. */
const NAMES: Readonly<Record<Row["name"], Text>> = {
  "do nothing": { en: "do nothing", zh: "什么都不做" },
  "blocklist only": { en: "blocklist only", zh: "只用黑名单" },
  ringfence: "ringfence",
  oracle: { en: "oracle", zh: "全知者" },
};

function share(rate: Row["recall"]): Text {
  return stack(formatPercent(rate, 1).replace(" %", ""), formatClusterInterval(rate, 1));
}

function figure(found: Row["mcc"], digits: number): Text {
  return stack(formatFigure(found, digits), formatClusterFigureInterval(found, digits));
}
