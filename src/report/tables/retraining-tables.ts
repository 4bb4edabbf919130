/** A model that is trained again: what it catches by week, beside the model that stays, and the trainings. */
import { NONE, formatAmount, formatCount } from "../format.ts";
import type { RetrainingReport } from "../retraining-schema.ts";
import type { ReportTable } from "./report-table.ts";

type Week = RetrainingReport["weeks"][number];

const HOURS_PER_DAY = 24;

export function retrainingTables(section: RetrainingReport): ReportTable[] {
  return [weekTable(section), trainingTable(section)];
}

export function weekTable({ weeks, without }: RetrainingReport): ReportTable {
  return {
    head: ["Messages by week", "named", "not retrained", "blocked", "not retrained", "benign named", "not retrained"],
    rows: weeks.map((week, at) => {
      const other = without?.[at];
      return [
        `week ${at + 1}`,
        percent(week, "fraudNamed", "fraud"),
        percent(other, "fraudNamed", "fraud"),
        percent(week, "fraudBlocked", "fraud"),
        percent(other, "fraudBlocked", "fraud"),
        percent(week, "benignNamed", "benign"),
        percent(other, "benignNamed", "benign"),
      ];
    }),
    notes: [
      "named: messages of gangs that the model took for fraud, likely or for sure. blocked: by whatever evidence. not retrained: the same world with the model that it began with.",
    ],
  };
}

function trainingTable({ trainings, labelled, drawn, quiet, costYuan }: RetrainingReport): ReportTable {
  return {
    head: ["Training", "in force", "fraud", "benign"],
    rows: trainings.map(({ hour, inForceFromHour, fraud, benign }) => [
      `day ${dayOf(hour)}`,
      inForceFromHour === null ? NONE : `day ${dayOf(inForceFromHour)}`,
      formatCount(fraud),
      formatCount(benign),
    ]),
    notes: [
      "fraud: texts of cases as investigators decided them. benign: texts of dismissed cases, and messages of which nobody complained. A dash: too few texts, and no model was trained.",
      `Texts with a decision: ${formatCount(labelled.fraud)} of fraud, ${formatCount(labelled.benign)} dismissed; of ${formatCount(drawn)} allowed messages ${formatCount(quiet)} were taken for benign. Cost: ${formatAmount(Math.round(costYuan))} yuan.`,
    ],
  };
}

function dayOf(hour: number): string {
  return String(Math.round((10 * hour) / HOURS_PER_DAY) / 10);
}

export function percent(week: Week | undefined, count: keyof Week, of: "fraud" | "benign"): string {
  return week === undefined || week[of] === 0 ? NONE : `${((100 * week[count]) / week[of]).toFixed(1)} %`;
}
