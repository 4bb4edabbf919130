/** The closed loop as tables for people: reported figures, funnel, losses, lead time, warnings, teams, false alarms. */
import { counted, formatCount, formatFigure } from "../format.ts";
import { funnelTable } from "./funnel-table.ts";
import { lossByTypologyTable, lossTable } from "./loss-tables.ts";
import { referenceTable } from "../tables/reference-table.ts";
import { drawTable } from "./draw-table.ts";
import type { Report } from "../schema.ts";
import type { Style } from "../../core/terminal/table.ts";
import { channelTable, teamTable, leadTimeTable, levelTable } from "./warning-tables.ts";

/**
 * Sections of at most 80 columns, in the order in which they are read. What is about warnings is left out where there
 * were none.
 */
export function loopTables(report: Report, style: Style): string[] {
  const { warnings, dissuasion } = report;
  const wasWarned = warnings.pushed > 0;
  const hadAttempts = dissuasion.teams.some(({ attempts }) => attempts > 0);
  return [
    drawTable(referenceTable(report), style),
    episodeLines(report),
    wasWarned ? funnelTable(report, style) : "No early warning was pushed: the funnel's rates are none.",
    lossTable(report, style),
    lossByTypologyTable(report, style),
    ...(wasWarned ? [leadTimeTable(report, style), levelTable(report, style), channelTable(report, style)] : []),
    ...(hadAttempts ? [teamTable(report, style)] : []),
    [...(wasWarned ? falseAlarmLines(report) : []), ...investigationLines(report)].join("\n"),
  ];
}

function episodeLines({ episodes }: Report): string {
  const { total, lost, heeded, sawThrough, lostContact, siteBlocked = 0, noAccount = 0, contacts, blocked } = episodes;
  return [
    `${counted(total, "episode")}: ${formatCount(lost)} lost, ${formatCount(heeded)} heeded a warning,`,
    `  ${formatCount(sawThrough)} saw through it, ${formatCount(lostContact)} lost contact,`,
    `  ${formatCount(siteBlocked)} found the gang's site or app blocked;`,
    ...(noAccount === 0 ? [] : [`  ${formatCount(noAccount)} found no account to send money to;`]),
    `  of ${counted(contacts, "later contact")} ${formatCount(blocked)} blocked`,
  ].join("\n");
}

function falseAlarmLines({ warnings }: Report): string[] {
  return [
    `False alarms: ${counted(warnings.pushed - warnings.onTarget, "warning")} to people in no episode,`,
    `  ${formatCount(warnings.tooLate)} of them to somebody who had just lost money;`,
    `  in the scenario's hours ${formatFigure({ value: warnings.falseAlarmsPer1000SubscriberDays }, 2)} per 1,000 subscriber-days`,
  ];
}

function investigationLines({ investigations, gangCosts }: Report): string[] {
  const { complaints, cases, fraudulent, benign, wrong, waiting } = investigations;
  return [
    `Investigations: ${counted(complaints, "complaint")}, ${counted(cases, "case")};`,
    `  ${formatCount(fraudulent)} found fraudulent, ${formatCount(benign)} benign, ${formatCount(wrong)} of them wrongly;`,
    `  ${formatCount(waiting)} undecided`,
    ...gangCostLines(gangCosts),
  ];
}

function gangCostLines(costs: Report["gangCosts"]): string[] {
  if (costs === undefined) return [];
  const { domains, apps, yuan } = costs;
  return [
    `Gangs replaced ${counted(domains, "blocked domain")} and ${counted(apps, "app")},`,
    `  for ${formatCount(yuan)} yuan`,
  ];
}
