/** Early warnings by lead time, level and channel, and the teams that delivered them, as tables. */
import { formatClusterInterval, formatCount, formatFigure, formatPercent } from "../format.ts";
import type { Report } from "../schema.ts";
import { renderTable, type Style } from "../../core/terminal/table.ts";

export function leadTimeTable({ leadTimeMinutes }: Report, style: Style): string {
  const { p10, p50, p90, n, beforeHarm } = leadTimeMinutes;
  const notes = "from when a warning first reached the person, where it did; negative: too late\n95 %: over gangs";
  return renderTable(
    ["Lead time, hours", "p10", "p50", "p90", "n", "in time", "95 %"],
    [
      [
        "arrival to transfer",
        hours(p10),
        hours(p50),
        hours(p90),
        formatCount(n),
        formatPercent(beforeHarm, 1),
        formatClusterInterval(beforeHarm, 1),
      ],
    ],
    style,
    notes,
  );
}

const MINUTES_PER_HOUR = 60;

function hours(minutes: number | null): string {
  return formatFigure({ value: minutes === null ? null : minutes / MINUTES_PER_HOUR }, 1);
}

export function levelTable({ warnings }: Report, style: Style): string {
  return renderTable(
    ["Warnings by level", "pushed", "on target", "effective", "kept", "rose to"],
    warnings.byLevel.map((row) => [
      row.level,
      formatCount(row.pushed),
      formatCount(row.onTarget),
      formatCount(row.effective),
      formatCount(row.kept),
      formatCount(row.finally),
    ]),
    style,
    "by level at the push; rose to: those whose highest level it was",
  );
}

export function channelTable({ warnings }: Report, style: Style): string {
  const notes =
    "strongest: effective warnings, each by the strongest channel in time;\nkept: of these, 95 % over gangs. It does not say what a channel does:\n  whoever is still there for a visit refused before. `study ablate` compares";
  return renderTable(
    ["Warnings by channel", "deliveries", "warnings", "strongest", "kept", "95 %"],
    warnings.byChannel.map((row) => [
      row.channel,
      formatCount(row.deliveries),
      formatCount(row.warnings),
      formatCount(row.strongest),
      formatPercent(row.success, 1),
      formatClusterInterval(row.success, 1),
    ]),
    style,
    notes,
  );
}

export function teamTable({ dissuasion }: Report, style: Style): string {
  const longest = dissuasion.teams.map(({ channel, queueMax }) => `${channel} ${formatCount(queueMax)}`).join(", ");
  const perSuccess = formatFigure({ value: dissuasion.attemptsPerSuccess }, 1);
  const notes =
    `queue: jobs waiting, the mean over the scenario's hours, as is "in use";\n  most at once: ${longest}\n` +
    `tries for each person kept: ${perSuccess}, false alarms included${heardLine(dissuasion)}`;
  return renderTable(
    ["Teams", "size", "tries", "reached", "refused", "busy", "away", "in use", "queue"],
    dissuasion.teams.map((row) => [
      row.channel,
      formatCount(row.size),
      formatCount(row.attempts),
      formatCount(row.delivered),
      formatCount(row.refused),
      formatCount(row.busy),
      formatCount(row.away),
      formatPercent({ value: row.utilisation }, 1),
      formatFigure({ value: row.queueMean }, 1),
    ]),
    style,
    notes,
  );
}

/** What those who were reached said. Nothing of reports that do not tell. */
function heardLine({ teams }: Report["dissuasion"]): string {
  const said = teams.flatMap(({ replies }) => replies ?? []);
  if (said.length === 0) return "";
  const sum = (reply: keyof (typeof said)[number]): string =>
    formatCount(said.reduce((total, counts) => total + counts[reply], 0));
  return `\nwho was reached: ${sum("agreement")} agreed,\n  ${sum("denial")} said that all is well, ${sum("refusal")} refused`;
}
