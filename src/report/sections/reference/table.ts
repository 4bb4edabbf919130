import { en, joined, t, type Text, type Localised } from "../../../ui/words.ts";
import {
  amountInterval,
  amountText,
  divisorText,
  formatCount,
  formatFigure,
  formatPercent,
  formatPercentInterval,
  NONE,
} from "../../format.ts";
import { MIN_GANGS_OF_LOSSES } from "../../../metrics/loss-sum.ts";
import type { ReportTable } from "../../report-table.ts";
import type { RunFields } from "../run/schema.ts";
import { FIGURES, reportedPeriod } from "./reported-periods.ts";
import type { ReferenceFields } from "./schema.ts";

const DEFAULT_PERIOD = "police-2020";

type Row = ReferenceFields["reference"][number];

export function referenceTable({
  reference,
  referencePeriod,
  hours,
}: ReferenceFields & Pick<RunFields, "hours">): ReportTable {
  return {
    head: [t`Reference figure`, t`reported`, t`scaled`, t`simulated`, t`ratio`, "95 %"],
    rows: reference.map((row) => {
      const { id, reported, scaled, simulated, ratio, low, high } = row;
      const isShare = FIGURES[id].unit === "share";
      const format = (value: number | null): Text =>
        isShare ? formatPercent({ value }, 1) : value === null ? NONE : amountText(value);
      return [
        figureName(row),
        format(reported),
        isShare ? format(scaled) : divisorText(scaled),
        format(simulated),
        formatFigure({ value: ratio }, 2),
        isShare ? formatPercentInterval({ low, high }, 1) : amountInterval({ low, high }),
      ];
    }),
    notes: [
      ...periodNotes(referencePeriod, reference),
      t`scaled: reported × report.referenceScale; other settings do not change it`,
      ...otherHours(hours),
      intervalNote(reference),
      ...lossesOfFew(reference),
    ],
  };
}

/** A document may name a figure otherwise: that name is used. */
function figureName({ id, figure }: Row): Text {
  const { words } = FIGURES[id];
  return en(words) === figure ? words : figure;
}

const COUNTED_BY: Readonly<Record<ReferenceFields["referencePeriod"]["countedBy"], Localised>> = {
  police: t`the police`,
  "industry ministry": t`the industry ministry`,
};

/** Who counted, and what is missed; empty for the default period, which the guides describe. */
function periodNotes(reported: ReferenceFields["referencePeriod"], rows: readonly Row[]): Text[] {
  if (reported.name === DEFAULT_PERIOD) return [];
  const { period, source } = reportedPeriod(reported.name);
  const by = COUNTED_BY[reported.countedBy];
  const months = reported.months === null ? null : reported.months.toFixed(0);
  return [
    t`reported: ${period}, counted by ${by} (${source}; quality ${reported.quality})${months === null ? "" : t`, here a month of ${months}`}`,
    missedWords(
      rows.filter(({ id }) => reported.missed.includes(id)),
      rows,
    ),
  ];
}

function missedWords(missed: readonly Row[], rows: readonly Row[]): Text {
  if (missed.length > 0) {
    const words = missed.map(
      (row) =>
        t`${figureName(row)} (${row.simulated === null ? NOT_SIMULATED : formatFigure({ value: row.ratio }, 2)})`,
    );
    return t`missed by more than 15 %: ${joined(words, ", ")}`;
  }
  return rows.every(({ ratio }) => ratio === null)
    ? t`not judged: the scenario has other hours than report.referenceHours`
    : t`missed by more than 15 %: nothing`;
}

const NOT_SIMULATED = t`not simulated`;

function otherHours({ scenario, reference }: RunFields["hours"]): Text[] {
  if (reference === scenario) return [];
  const [scale, here] = [formatCount(reference), formatCount(scenario)];
  return [
    t`ratio: of success alone, as the scale is for ${scale} hours and these are ${here}; report.referenceScale and report.referenceHours set another`,
  ];
}

function intervalNote(reference: readonly Row[]): Text {
  const warnings = reference.find(({ id }) => id === "effectiveWarnings" || id === "warnings");
  return (warnings?.scaled ?? SMALL_WORLD) < SMALL_WORLD
    ? t`95 % intervals over gangs; a ratio of so small a world says little`
    : t`95 % intervals over gangs`;
}

/** With fewer expected warnings, seeds differ widely. */
const SMALL_WORLD = 1000;

function lossesOfFew(reference: readonly Row[]): Text[] {
  const losses = reference.find(({ id }) => id === "lossAvoidedYuan");
  if (losses === undefined || losses.simulated === null || losses.low !== null) return [];
  return [t`no interval of loss avoided below ${MIN_GANGS_OF_LOSSES} gangs, as types of fraud are missing`];
}
