import { t, word } from "../../../ui/words.ts";
import { scaleClusteredRate } from "../../../metrics/rates.ts";
import {
  formatClusterFigureInterval,
  formatClusterInterval,
  formatCount,
  formatFigure,
  formatPercent,
} from "../../format.ts";
import type { ReportTable } from "../../report-table.ts";
import type { RatesFields } from "../rates/schema.ts";
import type { BenignFields } from "./schema.ts";

const PER_10000 = t`per 10,000`;

export function benignTable({ benign }: BenignFields): ReportTable {
  return {
    head: [t`Benign traffic`, PER_10000, "95 %", t`blocked`, t`flagged`, "n"],
    rows: Object.entries(benign.byClass).map(([name, row]) => [
      word(name),
      formatFigure(row.interceptedPer10000, 2),
      formatClusterFigureInterval(row.interceptedPer10000, 2),
      formatCount(row.intercepted),
      formatCount(row.flagged),
      formatCount(row.total),
    ]),
    notes: [
      t`per 10,000: blocked, of 10,000 of the class, with 95 % over callers`,
      t`Events of one caller stand and fall together, and so do texts alike; no 95 % where fewer than 8 callers, or 8 texts, would vary as much: they may be no sample of all.`,
    ],
  };
}

export function marksTable({ benign }: BenignFields): ReportTable {
  const rows = [
    [t`fraud`, benign.fraudMarked],
    ...Object.entries(benign.byClass).map(([name, { marked }]) => [word(name), marked] as const),
  ] as const;
  return {
    head: [t`Marked after answered calls`, t`marks`, t`numbers`],
    rows: rows.map(([name, { marks, numbers }]) => [name, formatCount(marks), formatCount(numbers)]),
    notes: [t`by people whom no gang had engaged; numbers: distinct ones among them`],
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
    head: [t`Intercepted benign traffic`, PER_10000, t`95 % over callers`, "n"],
    rows: rows.map(([name, share]) => {
      const scaled = scaleClusteredRate(share, 10_000);
      return [word(name), formatFigure(scaled, 2), formatClusterFigureInterval(scaled, 2), formatCount(share.n)];
    }),
    notes: [],
    isFolded: true,
  };
}

export function flaggedTable({ rates }: Pick<RatesFields, "rates">): ReportTable {
  const rows = [
    [t`fraud`, rates.flaggedFraud],
    [t`benign traffic`, rates.flaggedBenign],
  ] as const;
  return {
    head: [t`Flagged and let through`, t`rate`, t`95 % over clusters`, "n"],
    rows: rows.map(([name, share]) => [name, formatPercent(share), formatClusterInterval(share), formatCount(share.n)]),
    notes: [t`95 %: of fraud over gangs, of benign traffic over callers and texts`],
    isFolded: true,
  };
}
