import { headlineRates } from "../rates/make.ts";
import type { RatesFields } from "../rates/schema.ts";
import type { Section } from "../section.ts";
import { baselineRows, singleFeatureRows } from "./make.ts";
import { baselinesSchema } from "./schema.ts";
import { baselineTable, featureTable } from "./tables.ts";

export const baselinesSection: Section<typeof baselinesSchema, Pick<RatesFields, "rates">> = {
  id: "baselines",
  title: { en: "Baselines", zh: "基线" },
  schema: baselinesSchema,
  make: ({ tally, textTrial }) => ({
    baselines: baselineRows(tally, headlineRates(tally), textTrial ?? null),
    singleFeatures: singleFeatureRows(tally),
  }),
  show: (report) => [{ table: baselineTable(report) }, { table: featureTable(report) }],
};
