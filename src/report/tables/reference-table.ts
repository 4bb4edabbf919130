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
import { FIGURES } from "../reported-periods.ts";
import { MIN_GANGS_OF_LOSSES } from "../../metrics/loss-sum.ts";
import type { Report } from "../schema.ts";
import type { ReportTable } from "./report-table.ts";

const DEFAULT_PERIOD = "police-2020";

export function referenceTable({ reference, referencePeriod, hours }: Report): ReportTable {
  return {
    head: ["Reference figure", "reported", "scaled", "simulated", "ratio", "95 %"],
    rows: reference.map(({ id, figure, reported, scaled, simulated, ratio, low, high }) => {
      const isShare = FIGURES[id].unit === "share";
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
      ...periodNotes(referencePeriod, reference),
      "scaled: the reported figure, made as small as the scenario is (report.referenceScale, which does not follow other settings)",
      ...otherHours(hours),
      "95 %: where the figure would lie if the gangs were drawn again",
      ...lossesOfFew(reference),
    ],
  };
}

/** Who counted, and what is missed; nothing of the default period, which the guides tell of. */
function periodNotes(period: Report["referencePeriod"], rows: Report["reference"]): string[] {
  if (period === undefined || period.name === DEFAULT_PERIOD) return [];
  const missed = rows.filter(({ id }) => period.missed.includes(id)).map(missWords);
  return [
    `reported: ${period.period}, counted by the ${period.countedBy} (${period.source}; quality ${period.quality})` +
      (period.months === null ? "" : `, here a month of ${formatFigure({ value: period.months }, 0)}`),
    missedWords(missed, rows),
  ];
}

function missedWords(missed: readonly string[], rows: Report["reference"]): string {
  if (missed.length > 0) return `missed by more than 15 %: ${missed.join(", ")}`;
  return rows.every(({ ratio }) => ratio === null)
    ? "not judged: the scenario has other hours than report.referenceHours"
    : "missed by more than 15 %: nothing";
}

function missWords({ figure, ratio, simulated }: Report["reference"][number]): string {
  return `${figure} (${simulated === null ? "not simulated" : formatFigure({ value: ratio }, 2)})`;
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
