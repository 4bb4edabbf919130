import type { Localised } from "../../../core/words.ts";
import { scaleClusteredRate } from "../../../metrics/rates.ts";
import {
  formatClusterFigureInterval,
  formatClusterInterval,
  formatCount,
  formatFigure,
  formatPercent,
} from "../../format.ts";
import type { ReportTable } from "../../report-table.ts";
import { named } from "../names.ts";
import type { RatesFields } from "../rates/schema.ts";
import type { BenignFields } from "./schema.ts";

const PER_10000: Localised = { en: "per 10,000", zh: "每 10,000 条" };

export function benignTable({ benign }: BenignFields): ReportTable {
  return {
    head: [
      { en: "Benign traffic", zh: "正常流量" },
      PER_10000,
      "95 %",
      { en: "blocked", zh: "拦截" },
      { en: "flagged", zh: "标记" },
      "n",
    ],
    rows: Object.entries(benign.byClass).map(([name, row]) => [
      named(name),
      formatFigure(row.interceptedPer10000, 2),
      formatClusterFigureInterval(row.interceptedPer10000, 2),
      formatCount(row.intercepted),
      formatCount(row.flagged),
      formatCount(row.total),
    ]),
    notes: [
      {
        en: "per 10,000: blocked, of 10,000 of the class, with 95 % over callers",
        zh: "每 10,000 条：该类每 10,000 条中误拦的，带按主叫的 95 % 区间",
      },
      {
        en: "Events of one caller stand and fall together, and so do texts alike; no 95 % where fewer than 8 callers, or 8 texts, would vary as much: they may be no sample of all.",
        zh: "同一主叫的事件同进同退，相似的文本也是；少于 8 个主叫或 8 种文本时没有 95 % 区间：它们可能代表不了全体。",
      },
    ],
  };
}

export function marksTable({ benign }: BenignFields): ReportTable {
  const rows = [
    [{ en: "fraud", zh: "诈骗" }, benign.fraudMarked],
    ...Object.entries(benign.byClass).map(([name, { marked }]) => [named(name), marked] as const),
  ] as const;
  return {
    head: [
      { en: "Marked after answered calls", zh: "接听后被举报" },
      { en: "marks", zh: "次数" },
      { en: "numbers", zh: "号码数" },
    ],
    rows: rows.map(([name, { marks, numbers }]) => [name, formatCount(marks), formatCount(numbers)]),
    notes: [
      {
        en: "by people whom no gang had engaged; numbers: distinct ones among them",
        zh: "由未被团伙缠上的人举报；号码数：其中不同的号码",
      },
    ],
    isFolded: true,
  };
}

export function falseInterceptionTable({ rates }: Pick<RatesFields, "rates">): ReportTable {
  const rows = [
    ["calls", rates.falseInterceptionCalls],
    ["messages", rates.falseInterceptionMessages],
    ["all", rates.falseInterception],
  ] as const;
  return {
    head: [
      { en: "Intercepted benign traffic", zh: "误拦的正常流量" },
      PER_10000,
      { en: "95 % over callers", zh: "95 %，按主叫" },
      "n",
    ],
    rows: rows.map(([name, share]) => {
      const scaled = scaleClusteredRate(share, 10_000);
      return [named(name), formatFigure(scaled, 2), formatClusterFigureInterval(scaled, 2), formatCount(share.n)];
    }),
    notes: [],
    isFolded: true,
  };
}

export function flaggedTable({ rates }: Pick<RatesFields, "rates">): ReportTable {
  const rows = [
    [{ en: "fraud", zh: "诈骗" }, rates.flaggedFraud],
    [{ en: "benign traffic", zh: "正常流量" }, rates.flaggedBenign],
  ] as const;
  return {
    head: [
      { en: "Flagged and let through", zh: "标记后放行" },
      { en: "rate", zh: "比率" },
      { en: "95 % over clusters", zh: "95 %，按群" },
      "n",
    ],
    rows: rows.map(([name, share]) => [name, formatPercent(share), formatClusterInterval(share), formatCount(share.n)]),
    notes: [
      {
        en: "95 %: of fraud over gangs, of benign traffic over callers and texts",
        zh: "95 %：诈骗按团伙，正常流量按主叫和文本",
      },
    ],
    isFolded: true,
  };
}
