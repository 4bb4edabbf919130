/** Dissuasion in a report: what the teams did, how busy they were, how long their queues. */
import { sumOf } from "../core/sum.ts";
import type { TeamStatistics } from "../record/warning.ts";
import type { Report } from "./schema.ts";

type Dissuasion = Report["dissuasion"];

export function dissuasionSection(teams: readonly TeamStatistics[], kept: number): Dissuasion {
  return { teams: teams.map(teamRow), attemptsPerSuccess: attemptsPerSuccess(teams, kept) };
}

/** Calls and visits made, those about false alarms included, for each person kept; null when nobody was. */
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
