/** Dissuasion in a report: what the crews did, how busy they were, how long their queues. */
import { sumOf } from "../core/sum.ts";
import type { CrewStatistics } from "../event/warning.ts";
import type { Report } from "./schema.ts";

type Dissuasion = Report["dissuasion"];

export function dissuasionSection(crews: readonly CrewStatistics[], kept: number): Dissuasion {
  return { crews: crews.map(crewRow), attemptsPerSuccess: attemptsPerSuccess(crews, kept) };
}

/** Calls and visits made, those about false alarms included, for each person kept; null when nobody was. */
export function attemptsPerSuccess(crews: readonly CrewStatistics[], kept: number): number | null {
  return kept === 0 ? null : crews.reduce((sum, { attempts }) => sum + attempts, 0) / kept;
}

function crewRow(crew: CrewStatistics): Dissuasion["crews"][number] {
  const { channel, size, attempts, delivered, refused, busy, away, busyMs, availableMs, queueByHour } = crew;
  const hours = queueByHour.length;
  return {
    channel,
    size,
    attempts,
    delivered,
    refused,
    busy,
    away,
    utilisation: availableMs === 0 ? null : busyMs / availableMs,
    queueMean: hours === 0 ? null : sumOf(queueByHour) / hours,
    queueMax: queueByHour.reduce((most, jobs) => Math.max(most, jobs), 0),
  };
}
