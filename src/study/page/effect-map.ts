import { joined, t } from "../../ui/words.ts";
import type { Chart } from "../../ui/chart/chart.ts";
import { heatMapPicture } from "../../ui/chart/heat-map.ts";
import { INK } from "../../ui/chart/palette.ts";
import type { StudyFigure } from "../figures.ts";
import type { SweepDocument } from "../sweep.ts";
import { figureTitle } from "./figure-names.ts";
import { estimateText, figureWords, samplesText } from "./figure-words.ts";

interface Grid {
  readonly down: string;
  readonly across: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly figures: readonly (readonly SweepDocument["points"][number]["figures"][])[];
}

const MAX_COLUMNS = 12;

/** Null unless there are two parameters with all pairs of their values. */
export function gridOf({ parameters, points }: SweepDocument): Grid | null {
  if (parameters.length !== 2) return null;
  const [first, second] = parameters as [string, string];
  const valuesOf = (path: string) => [...new Set(points.map((point) => String(point.parameters[path])))];
  const [a, b] = [valuesOf(first), valuesOf(second)];
  if (a.length < 2 || b.length < 2 || a.length * b.length !== points.length) return null;
  const isLong = b.length > a.length;
  // The longer side goes down: there is more room.
  const [down, across, rows, columns] = isLong ? [second, first, b, a] : [first, second, a, b];
  if (columns.length > MAX_COLUMNS) return null;
  const at = (row: string, column: string) =>
    points.find(({ parameters: set }) => String(set[down]) === row && String(set[across]) === column)?.figures;
  const figures = rows.map((row) => columns.map((column) => at(row, column)));
  if (figures.flat().includes(undefined)) return null;
  return { down, across, rows, columns, figures: figures as Grid["figures"] };
}

/** A stronger paint would exaggerate: less than two points of a share from end to end. */
const LEAST_SPAN = 0.02;

export function effectMap(figure: StudyFigure, { down, across, rows, columns, figures }: Grid): Chart {
  const cells = figures.map((row) => row.map((found) => found[figure.name]!));
  const values = cells.flat().flatMap(({ value }) => value ?? []);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const span = Math.max(most - least, figure.unit === "share" ? LEAST_SPAN : 0);
  const settingsAt = (row: number, column: number): string => `${down} ${rows[row]}, ${across} ${columns[column]}`;
  return {
    id: `map-${figure.name.toLowerCase()}`,
    title: t`${figureTitle(figure)}: ${down} and ${across}`,
    sentence: t`Each cell is a point of the sweep: ${down} goes down, ${across} goes across. The stronger the colour, the more. The table has the intervals.`,
    legend: [],
    table: {
      head: [down, ...columns.map((column) => `${across} ${column}`)],
      rows: cells.map((row, at) => [rows[at]!, ...row.map((cell) => estimateText(figure, cell, "\n"))]),
    },
    picture:
      values.length === 0
        ? NO_RUN
        : heatMapPicture({
            columns,
            rows: cells.map((row, at) => ({
              name: rows[at]!,
              cells: row.map((cell, column) => ({
                share: cell.value === null ? null : span > 0 ? (cell.value - least) / span : 0,
                text: cell.value === null ? "–" : figureWords(figure, cell.value),
                tip: joined([settingsAt(at, column), estimateText(figure, cell, " · "), samplesText(cell)], "\n"),
              })),
            })),
            gapBefore: 0,
            heading: across,
            corner: down,
            colour: INK.ours,
          }),
  };
}

export const NO_RUN = t`No run has this figure.`;
