/** Whether warnings came in time: lead time, the run hour by hour, and the teams that warn. */
import { t } from "../../../ui/words.ts";
import type { Section } from "../section.ts";
import { leadTimeSection } from "./lead-time.ts";
import { leadTimeChart, leadTimeTable } from "./lead-time-chart.ts";
import { timeSchema } from "./schema.ts";
import { dissuasionSection, teamTable } from "./teams.ts";
import { timelineSection } from "./timeline.ts";

export const timeSection: Section<typeof timeSchema> = {
  id: "time",
  title: t`In time`,
  schema: timeSchema,
  make: ({ tally, loop, traced }) => ({
    leadTimeMinutes: leadTimeSection(traced, tally.handle.gangs),
    timeline: timelineSection(loop, traced),
    dissuasion: dissuasionSection(loop.teams, traced.filter(({ isKept }) => isKept).length),
  }),
  show: (report) => [
    { chart: leadTimeChart(report) },
    ...(report.leadTimeMinutes.n === 0 ? [] : [{ table: leadTimeTable(report) }]),
    ...(report.dissuasion.teams.some(({ attempts }) => attempts > 0) ? [{ table: teamTable(report) }] : []),
  ],
};
