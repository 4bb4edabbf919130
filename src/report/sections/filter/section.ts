/** How often engines that may err do: the blocklist's filter, and an approximate matcher. */
import { t } from "../../../ui/words.ts";
import { rate } from "../../../metrics/rates.ts";
import type { RunResult } from "../../run-input.ts";
import { charted, type Section } from "../section.ts";
import { filterChart, filterTable, matcherTable } from "./chart.ts";
import { type FilterFields, filterSchema } from "./schema.ts";

export const filterSection: Section<typeof filterSchema> = {
  id: "bloom",
  title: t`The Bloom filter`,
  schema: filterSchema,
  make: filterFields,
  show: (report) => [
    report.filter === null
      ? { chart: { ...filterChart(report), table: { head: [], rows: [] } } }
      : charted(filterChart(report), filterTable(report.filter)),
    ...(report.matcher === undefined ? [] : [{ table: matcherTable(report.matcher) }]),
  ],
};

function filterFields({ tally, filter, matcher }: RunResult): FilterFields {
  const [numbers, falseNumbers, domains, falseDomains] = tally.columns.filter;
  return {
    filter: filter && {
      promised: filter.promised,
      expected: filter.expected,
      measured: rate(filter.falsePositives, filter.probes),
      numbers: { probed: numbers!, falsePositives: falseNumbers! },
      domains: { probed: domains!, falsePositives: falseDomains! },
    },
    ...(matcher ? { matcher: { engine: matcher.engine, differing: rate(matcher.differing, matcher.messages) } } : {}),
  };
}
