/** A model that the platform trains again, beside the same world in which it stays. */
import { charted, type Section } from "../section.ts";
import { retrainingChart } from "./chart.ts";
import { retrainingReport } from "./make.ts";
import { retrainingSchema } from "./schema.ts";
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
