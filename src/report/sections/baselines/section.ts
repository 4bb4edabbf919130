import { t } from "../../../ui/words.ts";
import { headlineRates } from "../rates/make.ts";
import type { RatesFields } from "../rates/schema.ts";
import type { Section } from "../section.ts";
import { baselineRows } from "./make.ts";
import { baselinesSchema } from "./schema.ts";
import { baselineTable } from "./tables.ts";

export const baselinesSection: Section<typeof baselinesSchema, Pick<RatesFields, "rates">> = {
  id: "baselines",
  title: t`Baselines`,
  schema: baselinesSchema,
  make: ({ tally }) => ({
    baselines: baselineRows(tally, headlineRates(tally)),
  }),
  show: (report) => [{ table: baselineTable(report) }],
};
