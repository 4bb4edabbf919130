/** The reported figures beside ours, as ratios: one scale for all. */
import type { Chart } from "../../chart/chart.ts";
import { intervalPicture } from "../../chart/intervals.ts";
import { INK } from "../../chart/palette.ts";
import { formatAmount, formatCount, formatDivisor } from "../../format.ts";
import type { Report } from "../../schema.ts";
import { FIGURES } from "../../reported-periods.ts";
import { referenceTable } from "../../tables/reference-table.ts";
import { percentOf, range, threeDigits } from "../words.ts";

type Row = Report["reference"][number];

/** A count of so few says little of a ratio. */
const FEW = 30;
/** Below so many warnings expected, one seed differs widely from the next. */
const SMALL_WORLD = 1000;

export function referenceChart(report: Report): Chart {
  const { reference, referencePeriod, reproduce, hours } = report;
  const known = reference.filter(({ ratio }) => ratio !== null);
  const hasWeak = known.some(isWeak);
  return {
    id: "reference-figures",
    title: "Does the simulation come to what was reported?",
    sentence:
      "Each simulated figure divided by the part of the reported one that the scenario stands for: at the dashed line they are equal. " +
      "Bars are 95 % intervals over gangs. No reported figure is a parameter." +
      periodWords(referencePeriod) +
      scaleCaveats(reference, reproduce, hours),
    legend: [
      { name: "simulated by reported", colour: INK.ours, mark: "dot" },
      ...(hasWeak
        ? [{ name: `n below ${FEW}, or no interval: says little`, colour: INK.ours, mark: "ring" } as const]
        : []),
    ],
    table: referenceTable(report),
    picture:
      known.length === 0
        ? "Nothing to compare: no figure was simulated."
        : intervalPicture({
            axis: { name: "simulated by reported", format: (value) => String(Number(value.toFixed(3))) },
            rule: { at: 1, name: "as reported" },
            rows: known.map((row) => ({
              name: row.figure,
              text: `${simulated(row)} : ${divisor(row)}${isFew(row) ? ", n small" : ""}`,
              tip: tipOf(row),
              marks: [
                {
                  value: row.ratio,
                  low: scaled(row, row.low),
                  high: scaled(row, row.high),
                  mark: isWeak(row) ? "ring" : "dot",
                  colour: INK.ours,
                },
              ],
            })),
          }),
  };
}

/** Who counted; left out by earlier versions. */
function periodWords(period: Report["referencePeriod"]): string {
  if (period === undefined) return "";
  const month = period.months === null ? "" : `, of which the scenario stands for a month of ${period.months}`;
  return ` Reported for ${period.period}${month}, counted by the ${period.countedBy}; offices count different things, up to threefold.`;
}

/** What a reader has to know before the dashed line is taken for a test. */
function scaleCaveats(
  reference: readonly Row[],
  reproduce: string,
  { scenario, reference: forHours = scenario }: Report["hours"],
): string {
  const warnings = reference.find(({ id }) => id === "effectiveWarnings" || id === "warnings");
  const expected = warnings?.scaled ?? SMALL_WORLD;
  return [
    forHours === scenario
      ? ""
      : ` The scale is for ${formatCount(forHours)} hours and this scenario has ${formatCount(scenario)}: counts and sums have no ratio.`,
    reproduce.includes(" --set ")
      ? " Settings were changed in this run, and the scale (report.referenceScale) does not follow them: what differs may come from that alone."
      : "",
    expected < SMALL_WORLD
      ? " This is a small world: its figures vary widely from seed to seed, so that being near the line or far from it says little."
      : "",
  ].join("");
}

function isWeak(row: Row): boolean {
  return row.low === null || isFew(row);
}

/** Yuan and shares count nobody. */
function isFew({ id, simulated: count }: Row): boolean {
  return FIGURES[id].unit === "count" && count !== null && count < FEW;
}

function scaled({ scaled: unit }: Row, bound: number | null): number | null {
  return bound === null || unit === 0 ? null : bound / unit;
}

function simulated(row: Row): string {
  return row.simulated === null ? "none" : amount(row, row.simulated);
}

function amount({ id }: Row, value: number): string {
  return FIGURES[id].unit === "share" ? percentOf(value) : formatAmount(value);
}

/** What the ratio is by. */
function divisor({ id, scaled: value }: Row): string {
  return FIGURES[id].unit === "share" ? percentOf(value) : formatDivisor(value);
}

function tipOf(row: Row): string {
  const interval = range(row.low, row.high, (value) => amount(row, value));
  return [
    `${row.figure}: ${simulated(row)}`,
    ...(interval === "" ? [] : [`95 %: ${interval}`]),
    `reported, scaled: ${divisor(row)}`,
    `ratio ${threeDigits(row.ratio!)}`,
  ].join("\n");
}
