import { t } from "../../../ui/words.ts";
import { sumOf } from "../../../core/sum.ts";
import type { RatesFields } from "../rates/schema.ts";
import type { Section } from "../section.ts";
import { heatChart } from "./charts.ts";
import { interceptionTables } from "./make.ts";
import { type InterceptionFields, interceptionSchema } from "./schema.ts";
import { breakdownTables, interceptionTable } from "./tables.ts";

export const interceptionSection: Section<typeof interceptionSchema, Pick<RatesFields, "rates">> = {
  id: "interception",
  title: t`What is intercepted`,
  schema: interceptionSchema,
  make: ({ tally, loop }) => {
    const interception = interceptionTables(tally);
    const pick = (key: "contacts" | "intercepted" | "flagged"): InterceptionFields["fraud"]["contacts"] => {
      const [calls, messages] = interception.channel.map((row) => row[key]);
      return { calls: calls!, messages: messages! };
    };
    const [domains, apps] = [sumOf(tally.columns.domains), sumOf(loop.blocking.refusedApps)];
    const intercepted = { ...pick("intercepted"), domains, apps };
    return { fraud: { contacts: pick("contacts"), intercepted, flagged: pick("flagged") }, interception };
  },
  show: (report) => [
    { table: interceptionTable(report) },
    { chart: heatChart(report) },
    ...breakdownTables(report).map((table) => ({ table })),
  ],
};
