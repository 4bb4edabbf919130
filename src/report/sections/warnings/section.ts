/** Early warnings: from the push to the money that was kept. */
import { t } from "../../../ui/words.ts";
import type { RatesFields } from "../rates/schema.ts";
import type { Section } from "../section.ts";
import { funnelChart } from "./funnel-chart.ts";
import { warningSection } from "./make.ts";
import { warningsSchema } from "./schema.ts";
import { channelTable, falseAlarms, funnelTable, levelTable, signalTable } from "./tables.ts";
import { warningLineChart } from "./warning-line.ts";

export const warningsSection: Section<typeof warningsSchema, Pick<RatesFields, "rates">> = {
  id: "warned",
  title: t`From warning to money kept`,
  schema: warningsSchema,
  make: ({ loop, traced, tally }) => ({ warnings: warningSection(loop, traced, tally.handle.gangs) }),
  show: (report) => [
    { chart: funnelChart(report) },
    ...(report.warnings.pushed === 0
      ? [{ paragraphs: [NOT_WARNED] }]
      : [funnelTable(report), levelTable(report), channelTable(report), signalTable(report)].flatMap((table) =>
          table === null ? [] : { table },
        )),
    ...(report.warnings.pushed === 0 ? [] : [{ paragraphs: [falseAlarms(report)] }]),
    { chart: warningLineChart(report) },
  ],
};

const NOT_WARNED = t`No early warning was pushed: the funnel's rates are none.`;
