import type { Chart } from "../../ui/chart/chart.ts";
import { intervalPicture } from "../../ui/chart/intervals.ts";
import { INK } from "../../ui/chart/palette.ts";
import { joined, t, type Text, type Localised } from "../../ui/words.ts";
import { differenceWords, intervalWords, plainNumber, scaleOf, VERDICTS, verdictWords } from "./difference-words.ts";
import { figureText } from "./figure-names.ts";
import type { JudgedDifference, NamedFigure } from "../differences.ts";

interface ChartedDifference {
  readonly name: string;
  readonly row: JudgedDifference;
}

interface DifferenceChart {
  readonly id: string;
  readonly title: Text;
  readonly sentence: Text;
  readonly figure: NamedFigure;
  readonly rows: readonly ChartedDifference[];
}

export function differenceChart({ id, title, sentence, figure, rows }: DifferenceChart): Chart {
  const { unit, valueUnit, of } = scaleOf(figure);
  const scaled = (value: number | null): number | null => (value === null ? null : of(value));
  const drawn = rows.filter(({ row }) => row.difference.mean !== null);
  const good: Localised[] =
    figure.better === null
      ? []
      : figure.better === "higher"
        ? [t`Better is right of the line.`]
        : [t`Better is left of the line.`];
  return {
    id,
    title,
    sentence: joined([sentence, ...good, DOTS], " "),
    legend: [
      { name: VERDICTS.sure, colour: INK.ours, mark: "dot" },
      { name: VERDICTS["cannot tell"], colour: INK.muted, mark: "ring" },
    ],
    table: {
      head: [
        "",
        inUnit(DIFFERENCE, unit),
        "95 %",
        inUnit(t`before`, valueUnit),
        inUnit(t`after`, valueUnit),
        t`verdict`,
      ],
      rows: rows.map(({ name, row }) => [
        name,
        differenceWords(figure, row),
        intervalWords(figure, row),
        row.base === null ? "" : plainNumber(of(row.base)),
        row.value === null ? "" : plainNumber(of(row.value)),
        verdictWords(row),
      ]),
    },
    picture:
      drawn.length === 0
        ? t`No run has both sides of this figure.`
        : intervalPicture({
            axis: { name: inUnit(DIFFERENCE, unit === "" ? figureText(figure) : unit) },
            rule: { at: 0, name: t`no difference` },
            rows: drawn.map(({ name, row }) => {
              const isOpen = row.verdict === "cannot tell";
              const { mean, low, high } = row.difference;
              return {
                name,
                text: t`${differenceWords(figure, row)}${isOpen ? "?" : ""}`,
                tip: joined([t`${name}: ${differenceWords(figure, row)} ${unit}`, verdictWords(row)], "\n"),
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

const DIFFERENCE = t`difference`;
const DOTS = t`Full dots are sure, rings may be luck; bars are 95 % intervals over seeds.`;

function inUnit(head: Text, unit: Text): Text {
  return unit === "" ? head : t`${head}, ${unit}`;
}
