/** What simpler defences, and perfect ones, would have done with the same events. */
import {
  counted,
  formatClusterFigureInterval,
  formatClusterInterval,
  formatCount,
  formatFigure,
  formatPercent,
} from "../format.ts";
import type { Report } from "../schema.ts";
import { type ReportTable, stack } from "./report-table.ts";

type Row = Report["baselines"][number];

/** Intervals stand below their figures, as side by side they do not fit 80 columns. */
export function baselineTable({ baselines, rates }: Report): ReportTable {
  const [best, disguise, pairs] = ["best single feature", "disguise characters", "character pairs"].map((name) =>
    baselines.find((row) => row.name === name),
  );
  return {
    head: ["Against", "recall %", "precision %", "blocked", "false/10,000", "MCC"],
    rows: baselines.map((row) => [
      ROW_NAMES[row.name] ?? row.name,
      share(row.recall),
      share(row.precision),
      formatCount(row.precision.n),
      figure(row.falsePer10000, 1),
      figure(row.mcc, 2),
    ]),
    notes: [
      ...(best ? [`single feature: best by F1 in hindsight, ${best.rule}`] : []),
      ...(disguise ? [`disguises: ${disguise.rule}, chosen likewise`] : []),
      ...(pairs ? [`letter pairs: ${pairs.rule}`] : []),
      "oracle: blocks all fraud and nothing else, as only the truth would let one",
      "false/10,000: benign events blocked, of 10,000; MCC: Matthews' correlation",
      `n: ${counted(rates.recall.n, "contact")}, ${counted(rates.falseInterception.n, "benign event")}; precision: blocked`,
      "95 %: over gangs and callers; none where a rule is fixed by truth, or chosen",
    ],
  };
}

/** The long names would push the table over 80 columns once counts reach millions. */
const ROW_NAMES: Readonly<Record<string, string>> = {
  "best single feature": "single feature",
  "disguise characters": "disguises",
  "character pairs": "letter pairs",
};

function share(rate: Row["recall"]): string {
  return stack(formatPercent(rate, 1).replace(" %", ""), formatClusterInterval(rate, 1));
}

function figure(found: Row["mcc"], digits: number): string {
  return stack(formatFigure(found, digits), formatClusterFigureInterval(found, digits));
}
