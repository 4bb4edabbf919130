/** Statements as tables, which terminal and page draw. */
import { t, type Text } from "../ui/words.ts";
import { type ReportTable, stack } from "../ui/table.ts";
import { type Curves, type Figure, nameOf, type Table, unitOf } from "./statement.ts";
import type { Report } from "./document.ts";
import { figureWords, intervalOf, written } from "./written.ts";

export type Figures = Report["figures"];

/** By row and column; undefined where a place is empty. */
export function figuresOf({ of, rows, columns }: Table, figures: Figures): (Figure | undefined)[][] {
  return rows.map(({ id }) => columns.map((column) => figures[nameOf(of, id, column.id)]));
}

/**
 * Intervals stand in columns of their own, or below their figures where more than `most` columns have any. A single
 * column shows of how many its figures are.
 */
export function tableOf(statement: Table, all: Figures, most = 2): ReportTable {
  const { title, columns, rows, notes = [], folded = false } = statement;
  const cells = figuresOf(statement, all);
  const hasInterval = columns.map((_, at) => cells.some((row) => row[at]?.low !== undefined));
  const isStacked = hasInterval.filter(Boolean).length > most;
  const hasCounts = columns.length === 1 && cells.some(([only]) => only?.n !== undefined);
  const cellsOf = (figure: Figure | undefined, at: number, row: Table["rows"][number]): Text[] => {
    const unit = unitOf(statement, row, columns[at]!);
    const [value, interval] = figure ? [written(unit, figure.value), intervalOf(unit, figure)] : ["", ""];
    if (isStacked) return [stack(value, interval)];
    return hasInterval[at] ? [value, interval] : [value];
  };
  return {
    head: [
      title,
      ...columns.flatMap(({ words }, at) => (hasInterval[at] && !isStacked ? [words, "95 %"] : [words])),
      ...(hasCounts ? ["n"] : []),
    ],
    rows: cells.map((row, index) => [
      rows[index]!.words,
      ...row.flatMap((figure, at) => cellsOf(figure, at, rows[index]!)),
      ...(hasCounts ? [row[0]?.n === undefined ? "" : written("count", row[0].n)] : []),
    ]),
    notes,
    isFolded: folded,
  };
}

/** A row for each point of each line, and for each mark. */
export function curvesTable({ title, x, y, lines, marks, notes = [] }: Curves): ReportTable {
  const shared = lines.length > 0 && lines.every(({ points }) => isSameGrid(points, lines[0]!.points));
  if (shared && lines.every(({ at }) => at === undefined)) {
    return {
      head: [x.words, ...lines.map(({ words }) => (words === "" ? y.words : words))],
      rows: lines[0]!.points.map(([at], index) => [
        written(x.unit, at),
        ...lines.map(({ points }) => written(y.unit, points[index]![1])),
      ]),
      notes,
    };
  }
  return {
    head: [title, x.words, y.words],
    rows: [
      ...marks.map((mark) => [mark.words, figureWords(x.unit, mark.x), figureWords(y.unit, mark.y)]),
      ...lines.flatMap(({ words, points, at }) =>
        points.map(([a, b], index): Text[] => [
          at === undefined ? words : pointWords(words, at, index),
          written(x.unit, a),
          written(y.unit, b),
        ]),
      ),
    ],
    notes,
  };
}

/** "calls, score 1.2". */
export function pointWords(line: Text, at: NonNullable<Curves["lines"][number]["at"]>, index: number): Text {
  const value = at.values[index]!.toFixed(2);
  return line === "" ? t`${at.words} ${value}` : t`${line}, ${at.words} ${value}`;
}

type Points = Curves["lines"][number]["points"];

export function isSameGrid(points: Points, others: Points): boolean {
  return points.length === others.length && points.every(([at], index) => at === others[index]![0]);
}
