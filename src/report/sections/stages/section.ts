import type { ReportTable } from "../../report-table.ts";
import { stack } from "../../report-table.ts";
import { formatCount } from "../../format.ts";
import { stageName } from "../names.ts";
import type { Section } from "../section.ts";
import { decidedChart } from "./chart.ts";
import { decidedRows, evidenceRows, stageRows } from "./make.ts";
import { type StagesFields, stagesSchema } from "./schema.ts";

export const stagesSection: Section<typeof stagesSchema> = {
  id: "stages",
  title: { en: "What each stage decided", zh: "各环节的判定" },
  schema: stagesSchema,
  make: ({ tally }) => ({ stages: stageRows(tally), decidedBy: decidedRows(tally), evidence: evidenceRows(tally) }),
  show: (report) => [{ chart: decidedChart(report) }, { table: stageTable(report) }],
};

/** Two lines a row, fraud and benign traffic: six counts of many millions do not fit 80 columns side by side. */
function stageTable({ stages }: StagesFields): ReportTable {
  return {
    head: [
      { en: "Stage", zh: "环节" },
      { en: "events", zh: "事件" },
      { en: "seen", zh: "有证据" },
      { en: "blocked", zh: "拦截" },
      { en: "decisive", zh: "起决定作用" },
    ],
    rows: stages.map(({ stage, fraud, benign }) => [
      stageName(stage),
      stack({ en: "fraud", zh: "诈骗" }, { en: "benign", zh: "正常" }),
      stack(formatCount(fraud.seen), formatCount(benign.seen)),
      stack(formatCount(fraud.blocked), formatCount(benign.blocked)),
      stack(formatCount(fraud.decisive), formatCount(benign.decisive)),
    ]),
    notes: [
      {
        en: "seen: the stage had evidence; blocked: events of these that were blocked; decisive: of these, the ones that would have been let through had this stage been silent",
        zh: "有证据：该环节有证据的事件；拦截：其中被拦截的；起决定作用：其中若无该环节便会放行的",
      },
    ],
    isFolded: true,
  };
}
