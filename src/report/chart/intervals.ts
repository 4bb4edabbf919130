/** Figures with their intervals, one row each: a mark for the value, a line from low to high. */
import type { Text } from "../../core/words.ts";
import type { AxisOptions } from "./axes.ts";
import type { Picture } from "./chart.ts";
import { line, point, ruleSeries } from "./custom.ts";
import { INK } from "./palette.ts";
import { rowsHeight, rowsOption } from "./rows.ts";

export interface IntervalMark {
  /** Null: nothing to draw. */
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly mark: "dot" | "ring" | "diamond" | "box";
  readonly colour: string;
}

export interface IntervalRow {
  readonly name: Text;
  readonly text: Text;
  readonly tip: Text;
  /** Mostly one; drawn in this order. */
  readonly marks: readonly IntervalMark[];
}

export interface IntervalOptions {
  readonly axis: AxisOptions;
  readonly rows: readonly IntervalRow[];
  /** A line across all rows, which they are to be read against. */
  readonly rule?: { readonly at: number; readonly name: Text };
}

export function intervalPicture({ axis, rows, rule }: IntervalOptions): Picture {
  const bounds = rows.flatMap(({ marks }) => marks.flatMap(({ value, low, high }) => [value, low, high]));
  const extent = [...bounds, rule?.at ?? null].filter((value) => value !== null);
  const frame = { axis, roomAbove: rule !== undefined, extent };
  return {
    height: (width) => rowsHeight(rows, frame, width),
    option: (width, say) =>
      rowsOption(
        rows,
        frame,
        width,
        say,
        (index, place, y) =>
          rows[index]!.marks.flatMap(({ value, low, high, mark, colour }) => [
            ...(low === null || high === null ? [] : whisker(place(low, 1).x, place(high, 1).x, y, colour)),
            value === null ? null : point(place(value, 1).x, y, mark, colour),
          ]),
        rule ? [ruleSeries("x", rule.at, say(rule.name))] : [],
      ),
    tips: [rows.map(({ tip }) => tip)],
  };
}

const CAP_PX = 4;

function whisker(from: number, to: number, y: number, colour: string) {
  const style = { stroke: colour, lineWidth: 2 };
  return [
    line(from, y, to, y, style),
    line(from, y - CAP_PX, from, y + CAP_PX, style),
    line(to, y - CAP_PX, to, y + CAP_PX, style),
  ];
}

/** The common case: one dot a row. */
export function oneMark(
  figure: { readonly value: number | null; readonly low: number | null; readonly high: number | null },
  colour: string = INK.ours,
): IntervalMark[] {
  return [{ value: figure.value, low: figure.low, high: figure.high, mark: "dot", colour }];
}
