/** Gangs that change how they work: what they gain by it, and what they turn to. */
import { charted, type Section } from "../section.ts";
import { knobsChart, recallChart } from "./charts.ts";
import { adversaryReport } from "./make.ts";
import { adversarySchema } from "./schema.ts";
import { knobTable, stageTable, weekTable } from "./tables.ts";

export const adversarySection: Section<typeof adversarySchema> = {
  id: "adversary",
  title: { en: "Gangs that change", zh: "会应变的团伙" },
  schema: adversarySchema,
  make: ({ tally, loop, adversary }) => (adversary ? { adversary: adversaryReport(tally, loop.money, adversary) } : {}),
  show: ({ adversary }) =>
    adversary === undefined
      ? []
      : [
          charted(recallChart(adversary), weekTable(adversary)),
          { table: stageTable(adversary) },
          { chart: knobsChart(adversary) },
          { table: knobTable(adversary) },
        ],
};
