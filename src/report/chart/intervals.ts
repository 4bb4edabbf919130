/** Figures with their intervals, one row each: a mark for the value, a line from low to high. */
import type { Text } from "../../core/words.ts";
import type { AxisOptions } from "./axes.ts";
import type { Picture } from "./chart.ts";
import { line, type Panel, point, ruleSeries, type Shape } from "./custom.ts";
import { INK } from "./palette.ts";
import { arrowHead, CUT_NOTE, reachOf } from "./reach.ts";
import { rowsHeight, rowsOption } from "./rows.ts";

export interface IntervalMark {
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

interface IntervalOptions {
  readonly axis: AxisOptions;
  readonly rows: readonly IntervalRow[];
  /** A line across all rows, to compare with. */
  readonly rule?: { readonly at: number; readonly name: Text };
}

export function intervalPicture({ axis, rows, rule }: IntervalOptions): Picture {
  const marks = rows.flatMap((row) => row.marks);
  const values = [...marks.map(({ value }) => value), rule?.at ?? null].filter((value) => value !== null);
  const intervals = marks.flatMap(({ low, high }) => (low === null || high === null ? [] : [[low, high] as const]));
  const ends = intervals.flat();
  const isOpen = axis.scale !== "log" && axis.max === undefined;
  const isNear = isOpen ? reachOf(values, intervals, rule?.at ?? 0) : () => true;
  const extent = [...values, ...ends.filter(isNear)];
  const frame = { axis, roomAbove: rule !== undefined, extent };
  return {
    height: (width) => rowsHeight(rows, frame, width),
    option: (width, say) =>
      rowsOption(
        rows,
        frame,
        width,
        say,
        (index, place, y, panel) =>
          rows[index]!.marks.flatMap(({ value, low, high, mark, colour }) => [
            ...(low === null || high === null ? [] : whisker(place(low, 1).x, place(high, 1).x, y, colour, panel)),
            value === null ? null : point(place(value, 1).x, y, mark, colour),
          ]),
        rule ? [ruleSeries("x", rule.at, say(rule.name))] : [],
      ),
    tips: [rows.map(({ tip }) => tip)],
    ...(ends.every(isNear) ? {} : { note: CUT_NOTE }),
  };
}

const CAP_PX = 4;

function whisker(from: number, to: number, y: number, colour: string, panel: Panel): Shape[] {
  const style = { stroke: colour, lineWidth: 2 };
  const [left, right] = [panel.x, panel.x + panel.width];
  const end = (x: number, side: 1 | -1): Shape[] =>
    x < left || x > right
      ? arrowHead(side < 0 ? left : right, y, side, 0, style)
      : [line(x, y - CAP_PX, x, y + CAP_PX, style)];
  return [line(Math.max(left, from), y, Math.min(right, to), y, style), ...end(from, -1), ...end(to, 1)];
}

export function oneMark(
  figure: { readonly value: number | null; readonly low: number | null; readonly high: number | null },
  colour: string = INK.ours,
): IntervalMark[] {
  return [{ value: figure.value, low: figure.low, high: figure.high, mark: "dot", colour }];
}
