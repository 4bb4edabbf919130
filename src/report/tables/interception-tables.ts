/** What was blocked, rightly and wrongly, and how often the filter lies. */
import {
  formatClusterFigureInterval,
  formatClusterInterval,
  formatCount,
  formatFigure,
  formatPercent,
  formatPercentInterval,
} from "../format.ts";
import { printable } from "../../core/terminal/printable.ts";
import type { Report } from "../schema.ts";
import type { ReportTable } from "./report-table.ts";

export function interceptionTable({ rates }: Report): ReportTable {
  const rows = [
    ["calls", rates.interceptionCalls],
    ["messages", rates.interceptionMessages],
    ["all", rates.interception],
  ] as const;
  return {
    head: ["Intercepted fraud", "rate", "95 % over gangs", "n"],
    rows: rows.map(([name, rate]) => [name, formatPercent(rate), formatClusterInterval(rate), formatCount(rate.n)]),
    notes: [],
  };
}

export function precisionTable({ precisionByPrevalence }: Report): ReportTable {
  return {
    head: ["Precision, if of all events", "rate", "95 % over both", "n"],
    rows: precisionByPrevalence.map(({ prevalence, basis, precision }) => [
      `${formatPercent({ value: prevalence })} are fraud (${basis === "scenario" ? "as here" : basis})`,
      formatPercent(precision),
      formatClusterInterval(precision),
      formatCount(precision.n),
    ]),
    notes: [
      "both: gangs and benign callers, whose events stand and fall together.",
      "Of this world alone: for others, run several seeds.",
    ],
  };
}

export function benignTable({ benign }: Report): ReportTable {
  return {
    head: ["Benign traffic", "per 10,000", "95 %", "blocked", "flagged", "n"],
    rows: Object.entries(benign.byClass).map(([name, row]) => [
      name,
      formatFigure(row.interceptedPer10000, 2),
      formatClusterFigureInterval(row.interceptedPer10000, 2),
      formatCount(row.intercepted),
      formatCount(row.flagged),
      formatCount(row.total),
    ]),
    notes: [
      "per 10,000: blocked, of 10,000 of the class, with 95 % over callers",
      "Events of one caller stand and fall together, and so do texts alike; no 95 % where fewer than 8 callers, or 8 texts, would vary as much: they may be no sample of all.",
    ],
  };
}

/** Null where the blocklist has no filter. */
export function filterTable({ filter }: Report): ReportTable | null {
  if (filter === null) return null;
  const { promised, expected, measured, numbers, domains } = filter;
  return {
    head: ["Filter false positives", "share", "95 %", "n"],
    rows: [
      ["promised, when full", formatPercent({ value: promised }, 3), "", ""],
      ["theory, at its fill", formatPercent({ value: expected }, 3), "", ""],
      [
        "measured, random numbers",
        formatPercent(measured, 3),
        formatPercentInterval(measured, 3),
        formatCount(measured.n),
      ],
    ],
    notes: [
      "95 %: of this filter, on other numbers; not of other worlds",
      `in traffic: ${inTraffic(numbers)} numbers, ${inTraffic(domains)} domains, all cleared`,
    ],
  };
}

function inTraffic({ falsePositives, probed }: NonNullable<Report["filter"]>["numbers"]): string {
  return `${formatCount(falsePositives)} of ${formatCount(probed)}`;
}

/** Of an approximate matcher. */
export function matcherTable({ engine, differing }: NonNullable<Report["matcher"]>): ReportTable {
  return {
    head: ["Approximate matcher", "not as scan", "95 %", "n"],
    rows: [
      [
        printable(engine, 30),
        formatPercent(differing, 1),
        formatPercentInterval(differing, 1),
        formatCount(differing.n),
      ],
    ],
    notes: ["decisions other than those of scan, on edited copies of the scripts in force"],
  };
}
