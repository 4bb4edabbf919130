/** The funnel of early warnings as a table. */
import { formatClusterInterval, formatCount, formatPercent } from "../format.ts";
import type { Report } from "../schema.ts";
import { renderTable, type Style } from "../../core/terminal/table.ts";

/** The whole funnel, beside the three published rates: each has another denominator, and leaves something out. */
export function funnelTable({ warnings, rates }: Report, style: Style): string {
  return renderTable(
    ["Funnel of warnings", "count", "rate", "95 %", "of", "reported"],
    [
      ["pushed", formatCount(warnings.pushed), "", "", "", ""],
      row("on target: accuracy", warnings.onTarget, rates.accuracy, "79.9 %"),
      row("effective: reach", warnings.effective, rates.reach),
      row("kept: success", warnings.kept, rates.success, "98.1 %"),
      row("kept of pushed", null, rates.keptOfPushed, "75.0 %"),
      row("episodes warned: coverage", warnings.onTarget - warnings.repeats, rates.coverage),
    ],
    style,
    funnelNotes(warnings),
  );
}

function row(name: string, count: number | null, share: Report["rates"]["accuracy"], reported = ""): string[] {
  return [
    name,
    count === null ? "" : formatCount(count),
    formatPercent(share, 1),
    formatClusterInterval(share, 1),
    formatCount(share.n),
    reported,
  ];
}

function funnelNotes({ kept, keptAnyway, keptUnmatched, repeats, onTarget }: Report["warnings"]): string {
  return [
    "79.9 % (summer 2022) does not say who is never warned, or warned too late",
    "98.1 % (2020 to Feb 2021) is of those reached in time: nothing on false alarms",
    "75.0 % (Apr 2021 to Apr 2022) does not say who would have kept it anyway:",
    ...(keptAnyway === null || keptUnmatched === null
      ? ["  here that is unknown, as the paired runs were left out"]
      : [
          `  here ${formatCount(keptAnyway)} of the ${formatCount(kept - keptUnmatched)} whom the same attempt engaged`,
          `  in the run with interception alone (${formatCount(keptUnmatched)} were not reached by it there)`,
        ]),
    "kept: lost nothing, also those who then saw through it or lost contact,",
    "  but not who heeded only a repeat, or a warning pushed before the episode",
    `repeats: ${formatCount(repeats)} of ${formatCount(onTarget)} on target, which count once for an episode`,
    "95 %: over gangs, and over the numbers and hosts that false alarms name; what",
    "  one of them causes stands and falls together",
  ].join("\n");
}
