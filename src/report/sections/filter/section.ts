/** How often engines that may err do: the blocklist's filter, and an approximate matcher. */
import { charted, type Section } from "../section.ts";
import { filterChart, filterTable, matcherTable } from "./chart.ts";
import { filterFields } from "./make.ts";
import { filterSchema } from "./schema.ts";

export const filterSection: Section<typeof filterSchema> = {
  id: "bloom",
  title: { en: "The Bloom filter", zh: "布隆过滤器" },
  schema: filterSchema,
  make: filterFields,
  show: (report) => [
    report.filter === null
      ? { chart: { ...filterChart(report), table: { head: [], rows: [] } } }
      : charted(filterChart(report), filterTable(report.filter)),
    ...(report.matcher === undefined ? [] : [{ table: matcherTable(report.matcher) }]),
  ],
};
