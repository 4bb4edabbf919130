/** The reported figures beside the simulated ones, as a table. */
import {
  formatAmount,
  formatAmountInterval,
  formatCount,
  formatDivisor,
  formatFigure,
  formatPercent,
  formatPercentInterval,
  NONE,
} from "../format.ts";
import type { Report } from "../schema.ts";
import { renderTable, type Style } from "../../terminal/table.ts";

export function referenceTable({ reference: rows, hours }: Report, style: Style): string {
  const notes =
    "scaled: the reported figure, made as small as the scenario is\n" +
    "  (report.referenceScale, which does not follow other settings)\n" +
    otherHours(hours) +
    "95 %: where the figure would lie if the gangs were drawn again";
  return renderTable(
    ["Reference figure", "reported", "scaled", "simulated", "ratio", "95 %"],
    rows.map(({ id, figure, reported, scaled, simulated, ratio, low, high }) => {
      const isShare = id === "success";
      const format = (value: number | null): string =>
        isShare ? formatPercent({ value }, 1) : value === null ? NONE : formatAmount(value);
      const interval = isShare ? formatPercentInterval({ low, high }, 1) : formatAmountInterval({ low, high });
      return [
        figure,
        format(reported),
        isShare ? format(scaled) : formatDivisor(scaled),
        format(simulated),
        formatFigure({ value: ratio }, 2),
        interval,
      ];
    }),
    style,
    notes,
  );
}

function otherHours({ scenario, reference = scenario }: Report["hours"]): string {
  if (reference === scenario) return "";
  return (
    `ratio: of success alone, as the scale is for ${formatCount(reference)} hours and these are ${formatCount(scenario)};\n` +
    "  report.referenceScale and report.referenceHours set another\n"
  );
}
