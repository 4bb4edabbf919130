/** Variants next to the first: what sets each apart, as tables, charts and a page. */
import { printable } from "../../core/terminal/printable.ts";
import { wrap } from "../../core/terminal/wrap.ts";
import type { ReportTable } from "../../ui/table.ts";
import type { Chart } from "../../ui/chart/chart.ts";
import { intervalPicture } from "../../ui/chart/intervals.ts";
import { INK } from "../../ui/chart/palette.ts";
import { countOf, en, joined, t, type Text } from "../../ui/words.ts";
import type { Comparison } from "../compare.ts";
import type { JudgedDifference, NamedFigure } from "../differences.ts";
import type { StudyPage } from "./study-page.ts";
import {
  differenceHead,
  differenceText,
  figureTitle,
  inUnit,
  scaleOf,
  seedsAndRuns,
  seedsText,
  signed,
  titleText,
  valueText,
  VERDICTS,
  verdictText,
} from "./words.ts";

const COLUMNS = 4;
const NAME_COLUMNS = 14;

/** A row a variant; figures that do not fit side by side stand in further tables. */
export function comparisonTables({ figures, variants, rows }: Comparison): ReportTable[] {
  const tables: ReportTable[] = [];
  for (let from = 0; from < figures.length; from += COLUMNS) {
    const some = figures.slice(from, from + COLUMNS);
    tables.push({
      head: [t`Less ${variants[0]!.name}`, ...some.map(differenceHead)],
      rows: variants.slice(1).map(({ name }) => [
        wrap(printable(name), "", NAME_COLUMNS, true).join("\n"),
        ...some.map((figure) =>
          cellOf(
            figure,
            rows.find((row) => row.variant === name && row.figure === figure.name)!,
          ),
        ),
      ]),
      notes: [],
    });
  }
  return tables;
}

/** A second line says that it cannot be told, and how many seeds would; it stands alone if the figures round to 0. */
function cellOf(figure: NamedFigure, row: JudgedDifference): Text {
  const words = differenceText(figure, row);
  if (row.verdict !== "cannot tell") return words;
  if (!/[1-9]/.test(en(words))) return "?";
  const seeds = seedsText(row.seedsToTell);
  return joined([words, seeds === null ? "?" : t`? ${seeds}`], "\n");
}

export function comparisonPage(comparison: Comparison): StudyPage {
  const { scenario, variants, seeds, runs, family, figures, rows, reproduce } = comparison;
  const first = variants[0]!.name;
  const sure = rows.filter(({ verdict }) => verdict === "sure").length;
  return {
    title: t`${scenario} and ${countOf(variants.length - 1, "variant")}`,
    kicker: t`comparison`,
    facts: seedsAndRuns(seeds, runs, t`differences over paired seeds`),
    number: t`${sure} of ${rows.length} differences are sure`,
    text:
      family === "all"
        ? t`Verdicts take into account all of them (Holm).`
        : t`Verdicts take into account all defences that are left out (Holm), figure by figure.`,
    caveats: [
      seeds.length < 2 ? t`One seed is one world: there are no intervals, and nothing is sure.` : null,
      t`People kept grow when interception gets worse, as more people are left to warn: read people who lost money first.`,
      family === "figure" ? t`What is left out is missed less where others stand in for it.` : null,
    ],
    sections: [
      {
        id: "matrix",
        title: t`What sets each apart from ${first}`,
        text: t`Each cell is a difference with half of its 95 % interval over seeds. A question mark says that this may be no difference at all; the number behind it is how many seeds would be enough to tell.`,
        tables: comparisonTables(comparison),
      },
      {
        id: "differences",
        title: t`Each figure`,
        charts: figures.map((figure) => differenceChart(figure, comparison)),
      },
      { id: "means", title: t`What each comes to`, tables: [meansTable(comparison)] },
      {
        id: "variants",
        title: t`The variants`,
        facts: variants.map(({ name, scenario: own, changes }) => {
          const words = changes.map(({ path, to }) => `${path} ${JSON.stringify(to)}`).join(", ");
          return [name, words === "" ? t`scenario ${own}` : t`scenario ${own}, with ${words}`];
        }),
      },
    ],
    reproduce,
  };
}

function differenceChart(figure: NamedFigure, { variants, rows: all }: Comparison): Chart {
  const { unit, of } = scaleOf(figure);
  const rows = all.filter((row) => row.figure === figure.name);
  const scaled = (value: number | null): number | null => (value === null ? null : of(value));
  const drawn = rows.filter(({ difference }) => difference.mean !== null);
  const good =
    figure.better === null
      ? []
      : [figure.better === "higher" ? t`Better is right of the line.` : t`Better is left of the line.`];
  const dots = t`Full dots are sure, rings may be luck; bars are 95 % intervals over seeds.`;
  return {
    id: `difference-${figure.name}`,
    title: figureTitle(figure),
    sentence: joined([t`Each variant, less ${variants[0]!.name}.`, ...good, dots], " "),
    legend: [
      { name: VERDICTS.sure, colour: INK.ours, mark: "dot" },
      { name: VERDICTS["cannot tell"], colour: INK.muted, mark: "ring" },
    ],
    table: {
      head: ["", inUnit(t`difference`, unit), "95 %", t`before`, t`after`, t`verdict`],
      rows: rows.map((row) => {
        const [low, high] = [scaled(row.difference.low), scaled(row.difference.high)];
        return [
          row.variant,
          differenceText(figure, row),
          low === null || high === null ? "" : t`${signed(low)} to ${signed(high)}`,
          valueText(figure, row.base),
          valueText(figure, row.value),
          verdictText(row),
        ];
      }),
    },
    picture:
      drawn.length === 0
        ? t`No run has both sides of this figure.`
        : intervalPicture({
            axis: { name: inUnit(t`difference`, unit === "" ? titleText(figure) : unit) },
            rule: { at: 0, name: t`no difference` },
            rows: drawn.map((row) => {
              const { mean: value, low, high } = row.difference;
              const look =
                row.verdict === "cannot tell"
                  ? ({ mark: "ring", colour: INK.muted } as const)
                  : ({ mark: "dot", colour: INK.ours } as const);
              return {
                name: row.variant,
                text: t`${differenceText(figure, row)}${row.verdict === "cannot tell" ? "?" : ""}`,
                tip: joined([t`${row.variant}: ${differenceText(figure, row)} ${unit}`, verdictText(row)], "\n"),
                marks: [{ value: scaled(value), low: scaled(low), high: scaled(high), ...look }],
              };
            }),
          }),
  };
}

function meansTable({ figures, variants }: Comparison): ReportTable {
  return {
    head: [t`Variant`, ...figures.map(titleText)],
    rows: variants.map(({ name, means }) => [
      name,
      ...figures.map((figure, at) => {
        const { mean, low, high } = means[at]!;
        const value = valueText(figure, mean);
        if (low === null || high === null) return value;
        return t`${value} (${valueText(figure, low)} to ${valueText(figure, high)})`;
      }),
    ]),
    notes: [t`Means over the seeds, 95 % intervals by Student's t`],
  };
}
