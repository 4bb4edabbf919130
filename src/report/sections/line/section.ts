import { t } from "../../../ui/words.ts";
import type { RatesFields } from "../rates/schema.ts";
import { charted, type Section } from "../section.ts";
import { precisionTable, prevalenceChart, thresholdChart } from "./charts.ts";
import { precisionRecallCurves } from "./make.ts";
import { lineSchema } from "./schema.ts";

export const lineSection: Section<typeof lineSchema, RatesFields> = {
  id: "line",
  title: t`Where to draw the line`,
  schema: lineSchema,
  make: ({ tally }) => ({ precisionRecall: precisionRecallCurves(tally) }),
  show: (report) => [{ chart: thresholdChart(report) }, charted(prevalenceChart(report), precisionTable(report))],
};
