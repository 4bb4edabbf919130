/** Statements as charts. Colours and marks are the kit's (src/ui/chart); what is drawn follows from the statement alone. */
import { shortNumber } from "../ui/chart/axes.ts";
import { barPicture, type BarRow } from "../ui/chart/bars.ts";
import type { Chart, LegendItem } from "../ui/chart/chart.ts";
import { curvesPicture } from "../ui/chart/curves.ts";
import { intervalPicture, oneMark } from "../ui/chart/intervals.ts";
import { INK } from "../ui/chart/palette.ts";
import { en, joined, t, type Text } from "../ui/words.ts";
import { formatCount } from "../ui/format.ts";
import type { Curves, Figure, Statement, Table, Unit } from "./statement.ts";
import { curvesTable, type Figures, figuresOf, isSameGrid, pointWords, tableOf } from "./table.ts";
import { figureWords, written } from "./written.ts";

/** Null if it is stated as a table or in words alone. */
export function chartOf(statement: Statement, figures: Figures): Chart | null {
  if (statement.kind === "curves") return curvesChart(statement);
  return statement.kind === "table" && statement.chart !== undefined ? rowsChart(statement, figures) : null;
}

const NOTHING = t`Nothing to measure (n = 0).`;

interface Named {
  readonly words: Text;
  readonly tip?: Text | undefined;
  readonly cells: readonly Figure[];
}

function rowsChart(statement: Table, figures: Figures): Chart {
  const { of, title, reading = "", columns, rows, chart } = statement;
  const cells = figuresOf(statement, figures);
  const found: Named[] = rows
    .map((row, at) => ({ ...row, cells: cells[at]!.filter((cell) => cell !== undefined) }))
    .filter(({ cells: [first] }) => first !== undefined && first.value !== null);
  const isEmpty = found.every(({ cells: all }) => all.every(({ value }) => value === 0)) && chart !== "intervals";
  return {
    id: idOf(of),
    title,
    sentence: reading,
    legend: chart === "intervals" ? [] : chart === "funnel" ? FUNNEL_LEGEND : columns.map(boxOf),
    table: tableOf(statement, figures),
    picture: found.length === 0 || isEmpty ? NOTHING : PICTURES[chart!](found, columns),
  };
}

const FUNNEL_LEGEND: readonly LegendItem[] = [
  { name: t`left`, colour: INK.defended, mark: "box" },
  { name: t`fell away at this step`, colour: INK.defended, mark: "hollow" },
];

type Columns = Table["columns"];

function boxOf({ words, ink = "ours" }: Columns[number]): LegendItem {
  return { name: words, colour: INK[ink], mark: "box" };
}

const PICTURES = {
  /** A value and its interval a row. */
  intervals: (rows: readonly Named[], [column]: Columns) => {
    const { words, unit, ink = "ours" } = column!;
    const isSigned = rows.some(({ cells: [first] }) => Math.min(first!.value!, first!.low ?? 0) < 0);
    return intervalPicture({
      axis: { name: words, format: axisFormat(unit), ...(isSigned ? {} : { min: 0 }) },
      ...(isSigned ? { rule: { at: 0, name: t`no difference` } } : {}),
      rows: rows.map(({ words: name, tip, cells }) => {
        const { value, low = null, high = null } = cells[0]!;
        return {
          name,
          text: written(unit, value),
          tip: lines(t`${name}: ${figureWords(unit, cells[0]!)}`, tip),
          marks: oneMark({ value, low, high }, INK[ink]),
        };
      }),
    });
  },
  /** What each step leaves of the one before. */
  funnel: (rows: readonly Named[], [column]: Columns) => {
    const steps = rows.map(({ words: name, tip, cells }, at): BarRow => {
      const left = cells[0]!.value!;
      const before = at === 0 ? left : rows[at - 1]!.cells[0]!.value!;
      const count = formatCount(left);
      const text = at === 0 || before === 0 ? count : t`${count} (${written("share", left / before)})`;
      const gone = before - left;
      const colour = INK.defended;
      return {
        name,
        text,
        tip: lines(t`${name}: ${text}`, gone > 0 && tip !== undefined ? t`${formatCount(gone)} ${tip}` : undefined),
        parts: [
          { size: left, colour },
          { size: gone, colour, isHollow: true },
        ],
      };
    });
    return barPicture(steps, { name: column!.words });
  },
  /** Shares of the whole table, one part a column. */
  stacked: (rows: readonly Named[], columns: Columns) => {
    const sum = ({ cells }: Named): number => cells.reduce((all, { value }) => all + value!, 0);
    const all = rows.reduce((total, row) => total + sum(row), 0);
    const bars = rows
      .filter((row) => sum(row) > 0)
      .map((row): BarRow => {
        const counts = row.cells.map(({ value }, at) => t`${columns[at]!.words} ${formatCount(value!)}`);
        const parts = row.cells.map(({ value }, at) => ({
          size: value! / all,
          colour: INK[columns[at]!.ink ?? "ours"],
        }));
        return {
          name: row.words,
          text: written("share", sum(row) / all),
          tip: joined([row.words, ...counts], "\n"),
          parts,
        };
      });
    return barPicture(bars, { name: t`share of all`, max: 1, format: axisFormat("share") });
  },
} as const;

function curvesChart(statement: Curves): Chart {
  const { of, title, reading = "", x, y, rules } = statement;
  const found = statement.lines.filter(({ points }) => points.length > 0);
  const marks = statement.marks.filter((mark) => mark.x.value !== null && mark.y.value !== null);
  const isGrid =
    found.length > 0 && found.every(({ points, at }) => at === undefined && isSameGrid(points, found[0]!.points));
  const all = [...found, ...marks].filter(({ words }) => words !== "");
  const named = all.filter(({ words }, at) => all.findIndex((other) => en(other.words) === en(words)) === at);
  return {
    id: idOf(of),
    title,
    sentence: reading,
    legend: named.map(({ words, ink, mark }) => ({ name: words, colour: INK[ink], mark })),
    table: curvesTable(statement),
    picture:
      found.length + marks.length === 0
        ? NOTHING
        : curvesPicture({
            x: axisOf(x),
            y: axisOf(y),
            curves: found.map(({ words, ink, mark, points, at }) => ({
              name: words,
              colour: INK[ink],
              mark,
              points,
              ...(at === undefined
                ? {}
                : { tips: points.map((point, index) => pointTip(statement, pointWords(words, at, index), point)) }),
            })),
            marks: marks.map((each) => ({
              x: each.x.value!,
              y: each.y.value!,
              mark: each.mark,
              colour: INK[each.ink],
              tip: lines(
                each.words,
                t`${x.words}: ${figureWords(x.unit, each.x)}`,
                t`${y.words}: ${figureWords(y.unit, each.y)}`,
              ),
              ...spread("spreadX", each.x),
              ...spread("spreadY", each.y),
            })),
            rules: rules.map((rule) => ({ axis: "x" as const, at: rule.x, name: rule.words })),
            ...(isGrid ? { stretches: stretchesOf(statement, found) } : {}),
          }),
  };
}

function pointTip({ x, y }: Curves, name: Text, [a, b]: readonly [number, number]): Text {
  return lines(name, t`${x.words}: ${written(x.unit, a)}`, t`${y.words}: ${written(y.unit, b)}`);
}

/** The pointer finds all lines at once where they are counted at the same places. */
function stretchesOf({ x, y }: Curves, found: Curves["lines"]) {
  const { points } = found[0]!;
  return points.slice(1).map(([to], index) => ({
    from: points[index]![0],
    to,
    tip: lines(
      t`${x.words}: ${written(x.unit, to)}`,
      ...found.map(
        ({ words, points: own }) => t`${words === "" ? y.words : words}: ${written(y.unit, own[index + 1]![1])}`,
      ),
    ),
  }));
}

function spread(name: "spreadX" | "spreadY", { low, high }: Figure): object {
  return low === undefined || high === undefined ? {} : { [name]: [low, high] };
}

function axisOf({ words, unit, ...ends }: Curves["x"]) {
  return { name: words, format: axisFormat(unit), ...ends };
}

function axisFormat(unit: Unit): (value: number) => Text {
  if (unit === "share") return (value) => `${Number((value * 100).toPrecision(3))} %`;
  return unit === "minutes" ? (value) => String(Number((value / 60).toFixed(1))) : shortNumber;
}

function lines(...found: readonly (Text | undefined)[]): Text {
  return joined(
    found.filter((text) => text !== undefined),
    "\n",
  );
}

function idOf(of: string): string {
  return of.replace(/[^a-z0-9]+/gi, "-").toLowerCase();
}
