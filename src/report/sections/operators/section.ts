/** What operators and stores block, and when, where they do not enact each notice at once. */
import { charted, type Section } from "../section.ts";
import { lateChart, operatorChart } from "./charts.ts";
import { operatorsReport } from "./make.ts";
import { operatorsSchema } from "./schema.ts";
import { noticeTable, operatorTable } from "./tables.ts";

export const operatorsSection: Section<typeof operatorsSchema> = {
  id: "operators",
  title: { en: "Blocked by whom, and when", zh: "由谁拦截，何时拦截" },
  schema: operatorsSchema,
  make: ({ tally, loop }) => ({ operators: operatorsReport(tally, loop.notices ?? null) }),
  show: ({ operators }) =>
    operators === null
      ? []
      : [
          charted(operatorChart(operators), operatorTable(operators)),
          { chart: lateChart(operators) },
          { table: noticeTable(operators) },
        ],
};
