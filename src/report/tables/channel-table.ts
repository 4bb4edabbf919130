/** What each channel of warnings does: the run beside the same run without it. */
import type { ChannelComparison } from "../channels-schema.ts";
import { formatPercent, NONE } from "../format.ts";
import type { ReportTable } from "./report-table.ts";

type Row = ChannelComparison["rows"][number];

export function channelTable({ base, rows }: ChannelComparison): ReportTable {
  return {
    head: ["Channels", "success", "points", "lost", "points"],
    rows: [
      ["all channels", formatPercent(base.success, 1), "", formatPercent(base.lost, 1), ""],
      ...rows.map(comparisonRow),
    ],
    notes: [
      "points: without it less with all, 95 % over gangs; lost: of all episodes. Yuan lost are in report.json.",
      "The same seed without that channel: this is what it does beside the others. Without telephone nobody denies, no relative is called, and fewer are visited.",
      "Who kept the money by the strongest channel does not tell: whoever is still there for a visit refused before.",
    ],
  };
}

function comparisonRow({ channel, without, difference }: Row): string[] {
  return [
    `no ${channel}`,
    formatPercent(without.success, 1),
    pointsLost(difference.success),
    formatPercent(without.lost, 1),
    pointsLost(difference.lost),
  ];
}

/** The difference the other way round: what goes when the channel goes. "-5.0 (-6.1 to -3.9)". */
function pointsLost({ value, low, high }: Row["difference"]["success"]): string {
  if (value === null) return NONE;
  const bounds = low === null || high === null ? "" : ` (${points(high)} to ${points(low)})`;
  return `${points(value)}${bounds}`;
}

function points(share: number): string {
  const written = (-100 * share).toFixed(1);
  if (Number(written) === 0) return "0.0";
  return share < 0 ? `+${written}` : written;
}
