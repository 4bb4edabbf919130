/** The reported figures beside the simulated ones. */
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
import { MIN_GANGS_OF_LOSSES } from "../../metrics/loss-sum.ts";
import type { Report } from "../schema.ts";
import type { ReportTable } from "./report-table.ts";

export function referenceTable({ reference, hours }: Report): ReportTable {
  return {
    head: ["Reference figure", "reported", "scaled", "simulated", "ratio", "95 %"],
    rows: reference.map(({ id, figure, reported, scaled, simulated, ratio, low, high }) => {
      const isShare = id === "success";
      const format = (value: number | null): string =>
        isShare ? formatPercent({ value }, 1) : value === null ? NONE : formatAmount(value);
      return [
        figure,
        format(reported),
        isShare ? format(scaled) : formatDivisor(scaled),
        format(simulated),
        formatFigure({ value: ratio }, 2),
        isShare ? formatPercentInterval({ low, high }, 1) : formatAmountInterval({ low, high }),
      ];
    }),
    notes: [
      "scaled: the reported figure, made as small as the scenario is (report.referenceScale, which does not follow other settings)",
      ...otherHours(hours),
      "95 %: where the figure would lie if the gangs were drawn again",
      ...lossesOfFew(reference),
    ],
  };
}

function otherHours({ scenario, reference = scenario }: Report["hours"]): string[] {
  if (reference === scenario) return [];
  return [
    `ratio: of success alone, as the scale is for ${formatCount(reference)} hours and these are ${formatCount(scenario)}; ` +
      "report.referenceScale and report.referenceHours set another",
  ];
}

/** Where there are losses, and no interval of them. */
function lossesOfFew(reference: Report["reference"]): string[] {
  const losses = reference.find(({ id }) => id === "lossAvoidedYuan");
  if (losses === undefined || losses.simulated === null || losses.low !== null) return [];
  return [
    `no interval of loss avoided below ${MIN_GANGS_OF_LOSSES} gangs: they lack typologies, whose losses nothing tells`,
  ];
}
