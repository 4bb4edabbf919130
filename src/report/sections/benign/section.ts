import { t } from "../../../ui/words.ts";
import type { RatesFields } from "../rates/schema.ts";
import { charted, type Section } from "../section.ts";
import { benignChart } from "./chart.ts";
import { benignByClass } from "./make.ts";
import { benignSchema } from "./schema.ts";
import { benignTable, falseInterceptionTable, flaggedTable, marksTable } from "./tables.ts";

export const benignSection: Section<typeof benignSchema, Pick<RatesFields, "rates">> = {
  id: "harm",
  title: t`Benign events blocked`,
  schema: benignSchema,
  make: ({ tally, loop }) => ({ benign: benignByClass(tally, loop.marks) }),
  show: (report) => [
    charted(benignChart(report), benignTable(report)),
    { table: falseInterceptionTable(report) },
    { table: flaggedTable(report) },
    { table: marksTable(report) },
  ],
};
