/** What each channel of warnings does, as a table: the run beside the same run without it. */
import type { ChannelComparison } from "../channels-schema.ts";
import { formatPercent, NONE } from "../format.ts";
import { renderTable, type Style } from "../../terminal/table.ts";

type Row = ChannelComparison["rows"][number];

export function channelComparisonTable({ base, rows }: ChannelComparison, style: Style): string {
  return renderTable(
    ["Channels", "success", "points", "lost", "points"],
    [["all channels", formatPercent(base.success, 1), "", formatPercent(base.lost, 1), ""], ...rows.map(comparisonRow)],
    style,
    [
      "points: without it less with all, 95 % over gangs; lost: of all episodes",
      "the same seed without that channel, so this is what it does beside the others;",
      "yuan lost are in report.json;",
      "without telephone nobody denies, no relative is called, and fewer are visited",
    ].join("\n"),
  );
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
export function pointsLost({ value, low, high }: Row["difference"]["success"]): string {
  if (value === null) return NONE;
  const bounds = low === null || high === null ? "" : ` (${points(high)} to ${points(low)})`;
  return `${points(value)}${bounds}`;
}

function points(share: number): string {
  const written = (-100 * share).toFixed(1);
  if (Number(written) === 0) return "0.0";
  return share < 0 ? `+${written}` : written;
}
