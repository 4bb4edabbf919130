import { both, joined, type Localised } from "../../../core/words.ts";
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
    teams.map(({ channel, queueMax }) => both`${CHANNEL_NAMES[channel]} ${formatCount(queueMax)}`),
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
      {
        en: `queue: jobs waiting, the mean over the scenario's hours, as is "in use"; most at once: ${longest.en}`,
        zh: `排队：等待数，场景各小时的平均，“占用”也是平均；最多同时：${longest.zh}`,
      },
      {
        en: `tries for each person kept: ${perSuccess}, false alarms included`,
        zh: `每保住一人所需的尝试：${perSuccess}，包括误报`,
      },
      {
        en: `people reached: ${heard("agreement")} agreed, ${heard("denial")} said that all is well, ${heard("refusal")} refused`,
        zh: `联系上的人：${heard("agreement")} 人听从，${heard("denial")} 人说没事，${heard("refusal")} 人拒绝`,
      },
    ],
    isFolded: true,
  };
}

const HEAD: readonly Localised[] = [
  { en: "Teams", zh: "队伍" },
  { en: "size", zh: "规模" },
  { en: "tries", zh: "尝试" },
  { en: "reached", zh: "联系上" },
  { en: "refused", zh: "拒绝" },
  { en: "busy", zh: "占线" },
  { en: "away", zh: "不在" },
  { en: "in use", zh: "占用" },
  { en: "queue", zh: "排队" },
];
