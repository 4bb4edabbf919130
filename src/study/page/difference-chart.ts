/** Differences of one figure as a picture: a dot with its interval for each row. */
import type { Chart } from "../../report/chart/chart.ts";
import { intervalPicture } from "../../report/chart/intervals.ts";
import { INK } from "../../report/chart/palette.ts";
import { differenceWords, intervalWords, plainNumber, scaleOf, verdictWords } from "./difference-words.ts";
import type { JudgedDifference, NamedFigure } from "../differences.ts";

export interface ChartedDifference {
  readonly name: string;
  readonly row: JudgedDifference;
}

export interface DifferenceChart {
  readonly id: string;
  readonly title: string;
  /** What lies on either side. */
  readonly sentence: string;
  readonly figure: NamedFigure;
  readonly rows: readonly ChartedDifference[];
}

export function differenceChart({ id, title, sentence, figure, rows }: DifferenceChart): Chart {
  const { unit, valueUnit, of } = scaleOf(figure);
  const scaled = (value: number | null): number | null => (value === null ? null : of(value));
  const drawn = rows.filter(({ row }) => row.difference.mean !== null);
  const good = figure.better === null ? "" : ` Better is ${figure.better === "higher" ? "right" : "left"} of the line.`;
  return {
    id,
    title,
    sentence: `${sentence}${good} Full dots are sure, rings may be luck; bars are 95 % intervals over seeds.`,
    legend: [
      { name: "sure", colour: INK.ours, mark: "dot" },
      { name: "cannot tell", colour: INK.muted, mark: "ring" },
    ],
    table: {
      head: [
        "",
        inUnit("difference", unit),
        "95 %",
        inUnit("before", valueUnit),
        inUnit("after", valueUnit),
        "verdict",
      ],
      rows: rows.map(({ name, row }) => [
        name,
        differenceWords(figure, row),
        intervalWords(figure, row),
        row.base === null ? "" : plainNumber(of(row.base)),
        row.value === null ? "" : plainNumber(of(row.value)),
        verdictWords(row) || row.verdict,
      ]),
    },
    picture:
      drawn.length === 0
        ? "No run has both sides of this figure."
        : intervalPicture({
            axis: { name: unit === "" ? `difference, ${figure.words}` : `difference, ${unit}` },
            rule: { at: 0, name: "no difference" },
            rows: drawn.map(({ name, row }) => {
              const isOpen = row.verdict === "cannot tell";
              const { mean, low, high } = row.difference;
              return {
                name,
                text: `${differenceWords(figure, row)}${isOpen ? "?" : ""}`,
                tip: [`${name}: ${differenceWords(figure, row)} ${unit}`.trim(), verdictWords(row) || row.verdict].join(
                  "\n",
                ),
                marks: [
                  {
                    value: scaled(mean),
                    low: scaled(low),
                    high: scaled(high),
                    mark: isOpen ? "ring" : "dot",
                    colour: isOpen ? INK.muted : INK.ours,
                  },
                ],
              };
            }),
          }),
  };
}

function inUnit(head: string, unit: string): string {
  return unit === "" ? head : `${head}, ${unit}`;
}
