import { joined, t, type Localised } from "../../../ui/words.ts";
import { sumOf } from "../../../core/sum.ts";
import type { TeamStatistics } from "../../../record/warning.ts";
import { formatCount, formatFigure, formatPercent } from "../../format.ts";
import type { ReportTable } from "../../report-table.ts";
import { CHANNEL_NAMES } from "../names.ts";
import type { TimeFields } from "./schema.ts";

type Dissuasion = TimeFields["dissuasion"];

export function dissuasionSection(teams: readonly TeamStatistics[], kept: number): Dissuasion {
  return { teams: teams.map(teamRow), attemptsPerSuccess: attemptsPerSuccess(teams, kept) };
}

/** Calls and visits, also about false alarms, for each person kept; null if nobody was. */
export function attemptsPerSuccess(teams: readonly TeamStatistics[], kept: number): number | null {
  return kept === 0 ? null : teams.reduce((sum, { attempts }) => sum + attempts, 0) / kept;
}

function teamRow(team: TeamStatistics): Dissuasion["teams"][number] {
  const { channel, size, attempts, delivered, refused, busy, away, replies, busyMs, availableMs, queueByHour } = team;
  const hours = queueByHour.length;
  return {
    channel,
    size,
    attempts,
    delivered,
    refused,
    busy,
    away,
    replies: { ...replies },
    utilisation: availableMs === 0 ? null : busyMs / availableMs,
    queueMean: hours === 0 ? null : sumOf(queueByHour) / hours,
    queueMax: queueByHour.reduce((most, jobs) => Math.max(most, jobs), 0),
  };
}

export function teamTable({
  dissuasion: { teams, attemptsPerSuccess: tries },
}: Pick<TimeFields, "dissuasion">): ReportTable {
  const longest = joined(
    teams.map(({ channel, queueMax }) => t`${CHANNEL_NAMES[channel]} ${formatCount(queueMax)}`),
    ", ",
  );
  const heard = (reply: keyof (typeof teams)[number]["replies"]): string =>
    formatCount(teams.reduce((total, { replies }) => total + replies[reply], 0));
  const perSuccess = formatFigure({ value: tries }, 1);
  return {
    head: HEAD,
    rows: teams.map((row) => [
      CHANNEL_NAMES[row.channel],
      formatCount(row.size),
      formatCount(row.attempts),
      formatCount(row.delivered),
      formatCount(row.refused),
      formatCount(row.busy),
      formatCount(row.away),
      formatPercent({ value: row.utilisation }, 1),
      formatFigure({ value: row.queueMean }, 1),
    ]),
    notes: [
      t`queue: jobs waiting, the mean over the scenario's hours, as is "in use"; most at once: ${longest}`,
      t`tries for each person kept: ${perSuccess}, false alarms included`,
      t`people reached: ${heard("agreement")} agreed, ${heard("denial")} said that all is well, ${heard("refusal")} refused`,
    ],
    isFolded: true,
  };
}

const HEAD: readonly Localised[] = [
  t`Teams`,
  t`size`,
  t`tries`,
  t`reached`,
  t`refused`,
  t`busy`,
  t`away`,
  t`in use`,
  t`queue`,
];
