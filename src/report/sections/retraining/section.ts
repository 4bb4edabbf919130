/** A model that the platform trains again, beside the same world in which it stays. */
import { messageWeeks } from "../../../metrics/message-weeks.ts";
import type { Tally } from "../../../metrics/tally.ts";
import type { RetrainingInput } from "../../run-input.ts";
import { charted, type Section } from "../section.ts";
import { retrainingChart } from "./chart.ts";
import { type RetrainingReport, retrainingSchema } from "./schema.ts";
import { trainingTable, weekTable } from "./tables.ts";

export const retrainingSection: Section<typeof retrainingSchema> = {
  id: "retraining",
  title: { en: "A model that is trained again", zh: "反复训练的模型" },
  schema: retrainingSchema,
  make: ({ tally, retraining }) => (retraining ? { retraining: retrainingReport(tally, retraining) } : {}),
  show: ({ retraining }) =>
    retraining === undefined
      ? []
      : [charted(retrainingChart(retraining), weekTable(retraining)), { table: trainingTable(retraining) }],
};

function retrainingReport(tally: Tally, { statement, without }: RetrainingInput): RetrainingReport {
  const { trainings, labelledFraud, labelledBenign, drawn, quiet, yuan } = statement;
  return {
    trainings: trainings.map(({ tick, fromTick, fraud, benign, reason }) => ({
      hour: tick,
      inForceFromHour: fromTick,
      fraud,
      benign,
      reason,
    })),
    labelled: { fraud: labelledFraud, benign: labelledBenign },
    drawn,
    quiet,
    costYuan: yuan,
    weeks: messageWeeks(tally.columns.messageWeeks),
    without: without && messageWeeks(without.columns.messageWeeks),
  };
}
