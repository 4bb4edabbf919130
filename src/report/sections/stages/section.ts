import { t, word } from "../../../ui/words.ts";
import type { ReportTable } from "../../report-table.ts";
import { stack } from "../../report-table.ts";
import { formatCount } from "../../format.ts";
import type { Section } from "../section.ts";
import { decidedChart } from "./chart.ts";
import { decidedRows, evidenceRows, stageRows } from "./make.ts";
import { type StagesFields, stagesSchema } from "./schema.ts";

export const stagesSection: Section<typeof stagesSchema> = {
  id: "stages",
  title: t`What each stage decided`,
  schema: stagesSchema,
  make: ({ tally }) => ({ stages: stageRows(tally), decidedBy: decidedRows(tally), evidence: evidenceRows(tally) }),
  show: (report) => [{ chart: decidedChart(report) }, { table: stageTable(report) }],
};

/** Two lines a row, fraud and benign traffic: six counts of many millions do not fit 80 columns side by side. */
function stageTable({ stages }: StagesFields): ReportTable {
  return {
    head: [t`Stage`, t`events`, t`seen`, t`blocked`, t`decisive`],
    rows: stages.map(({ stage, fraud, benign }) => [
      word(stage),
      stack(t`fraud`, t`benign`),
      stack(formatCount(fraud.seen), formatCount(benign.seen)),
      stack(formatCount(fraud.blocked), formatCount(benign.blocked)),
      stack(formatCount(fraud.decisive), formatCount(benign.decisive)),
    ]),
    notes: [
      t`seen: the stage had evidence; blocked: events of these that were blocked; decisive: of these, the ones that would have been let through had this stage been silent`,
    ],
    isFolded: true,
  };
}
